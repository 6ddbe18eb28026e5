package io.presence.graph.relations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;
import java.util.List;

/**
 * Lists of relations, by id; each takes where to go on ({@code after}, exclusive) and how many. The
 * name is read only where the caller may know it; where either has blocked the other it is the one
 * of when that began, like a last seen that is frozen: neither learns of a newer one, nor, by its
 * absence, of the block. A block whose names were not kept, by an instance of before V7, changes no
 * name.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface RelationRows extends GenericRepository<Related, UserId> {
  @Query(
      """
      SELECT c.contact_id AS user_id, c.since,
             CASE WHEN theirs.user_id IS NOT NULL THEN theirs.user_name
                  WHEN mine.user_id IS NOT NULL THEN mine.blocked_name ELSE u.name END AS name,
             CASE WHEN theirs.user_id IS NOT NULL THEN theirs.user_picture_url
                  WHEN mine.user_id IS NOT NULL THEN mine.blocked_picture_url
                  ELSE u.picture_url END AS picture_url
      FROM contacts c LEFT JOIN users u ON u.user_id = c.contact_id
      LEFT JOIN blocks theirs
             ON theirs.user_id = c.contact_id AND theirs.blocked_id = c.user_id
            AND (theirs.names_kept OR theirs.user_name IS NOT NULL)
      LEFT JOIN blocks mine
             ON mine.user_id = c.user_id AND mine.blocked_id = c.contact_id
            AND (mine.names_kept OR mine.blocked_name IS NOT NULL)
      WHERE c.user_id = :user AND c.contact_id > :after ORDER BY c.contact_id LIMIT :count
      """)
  List<Related> contacts(UserId user, String after, int count);

  /** Without those that were declined, and those of people whom the user has blocked. */
  @Query(
      """
      SELECT r.from_id AS user_id, r.asked_at AS since,
             CASE WHEN theirs.user_id IS NOT NULL THEN theirs.user_name ELSE u.name END AS name,
             CASE WHEN theirs.user_id IS NOT NULL THEN theirs.user_picture_url
                  ELSE u.picture_url END AS picture_url
      FROM contact_requests r LEFT JOIN users u ON u.user_id = r.from_id
      LEFT JOIN blocks theirs
             ON theirs.user_id = r.from_id AND theirs.blocked_id = r.to_id
            AND (theirs.names_kept OR theirs.user_name IS NOT NULL)
      WHERE r.to_id = :user AND r.from_id > :after AND NOT r.declined
        AND NOT EXISTS (
            SELECT 1 FROM blocks b WHERE b.user_id = r.to_id AND b.blocked_id = r.from_id)
      ORDER BY r.from_id LIMIT :count
      """)
  List<Related> requestsReceived(UserId user, String after, int count);

  /** With those that were declined, but for withdrawn ones: the sender is not to know. */
  @Query(
      """
      SELECT to_id AS user_id, CAST(NULL AS text) AS name, CAST(NULL AS text) AS picture_url,
             asked_at AS since
      FROM contact_requests
      WHERE from_id = :user AND to_id > :after AND NOT withdrawn ORDER BY to_id LIMIT :count
      """)
  List<Related> requestsSent(UserId user, String after, int count);

  @Query(
      """
      SELECT blocked_id AS user_id, CAST(NULL AS text) AS name, CAST(NULL AS text) AS picture_url,
             since
      FROM blocks WHERE user_id = :user AND blocked_id > :after ORDER BY blocked_id LIMIT :count
      """)
  List<Related> blocks(UserId user, String after, int count);
}
