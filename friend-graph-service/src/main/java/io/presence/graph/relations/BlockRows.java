package io.presence.graph.relations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;

/** Writes {@code blocks}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface BlockRows extends GenericRepository<Related, UserId> {
  /**
   * With what the two are called now; or were called, when the other has blocked the user before
   * and that is known: instances of before V7 did not keep it. Returns 0 if the block was there.
   */
  @Query(
      """
      INSERT INTO blocks (user_id, blocked_id,
                          user_name, user_picture_url, blocked_name, blocked_picture_url,
                          names_kept)
      SELECT pair.user_id, pair.blocked_id,
             CASE WHEN theirs.user_id IS NULL THEN me.name ELSE theirs.blocked_name END,
             CASE WHEN theirs.user_id IS NULL THEN me.picture_url
                  ELSE theirs.blocked_picture_url END,
             CASE WHEN theirs.user_id IS NULL THEN other.name ELSE theirs.user_name END,
             CASE WHEN theirs.user_id IS NULL THEN other.picture_url
                  ELSE theirs.user_picture_url END,
             TRUE
      FROM (SELECT CAST(:user AS text) AS user_id, CAST(:blocked AS text) AS blocked_id) AS pair
      LEFT JOIN users me ON me.user_id = pair.user_id
      LEFT JOIN users other ON other.user_id = pair.blocked_id
      LEFT JOIN blocks theirs
             ON theirs.user_id = pair.blocked_id AND theirs.blocked_id = pair.user_id
            AND (theirs.names_kept OR num_nonnulls(theirs.user_name, theirs.blocked_name) > 0)
      ON CONFLICT DO NOTHING
      """)
  int insert(UserId user, UserId blocked);

  @Query("SELECT count(*) FROM blocks WHERE user_id = :user")
  int count(UserId user);

  /** Returns 0 if there was none. */
  @Query("DELETE FROM blocks WHERE user_id = :user AND blocked_id = :blocked")
  int remove(UserId user, UserId blocked);
}
