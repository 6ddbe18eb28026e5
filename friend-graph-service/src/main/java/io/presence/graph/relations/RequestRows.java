package io.presence.graph.relations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;

/**
 * Writes {@code contact_requests}. A row that was declined and then withdrawn is kept, so that its
 * sender does not ask anew; to both it looks as if there were none. Instances of before V6 do not
 * say when they declined it: then it counts from when it was asked.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface RequestRows extends GenericRepository<Related, UserId> {
  /**
   * Asks. Once withdrawn it is a new request to its sender; whether its receiver is asked again
   * depends on how long ago they declined. Changes nothing, and returns 0, if it was asked before.
   *
   * @param declinedDays how long declined requests stay declined; 0 for ever
   */
  @Query(
      """
      INSERT INTO contact_requests AS kept (to_id, from_id) VALUES (:to, :from)
      ON CONFLICT (to_id, from_id) DO UPDATE
      SET asked_at = CASE WHEN kept.withdrawn THEN now() ELSE kept.asked_at END,
          withdrawn = FALSE,
          declined = :declinedDays = 0
              OR coalesce(kept.declined_at, kept.asked_at)
                  >= now() - make_interval(days => :declinedDays),
          declined_at = coalesce(kept.declined_at, kept.asked_at)
      WHERE kept.withdrawn
         OR kept.declined AND :declinedDays > 0
            AND coalesce(kept.declined_at, kept.asked_at)
                < now() - make_interval(days => :declinedDays)
      """)
  int insert(UserId to, UserId from, int declinedDays);

  /** As the sender sees them. */
  @Query("SELECT count(*) FROM contact_requests WHERE from_id = :from AND NOT withdrawn")
  int countSent(UserId from);

  /** Whether it is asked, as the sender sees it: also if that was declined. */
  @Query(
      """
      SELECT EXISTS (
          SELECT 1 FROM contact_requests WHERE to_id = :to AND from_id = :from AND NOT withdrawn)
      """)
  boolean asked(UserId to, UserId from);

  @Query(
      """
      UPDATE contact_requests SET declined = TRUE, declined_at = now()
      WHERE to_id = :to AND from_id = :from AND NOT declined
      """)
  int decline(UserId to, UserId from);

  /** Out of its sender's sight, if it was declined. */
  @Query(
      """
      UPDATE contact_requests SET withdrawn = TRUE
      WHERE to_id = :to AND from_id = :from AND declined AND NOT withdrawn
      """)
  int keepDeclined(UserId to, UserId from);

  /** Away, if it was not declined. */
  @Query(
      """
      DELETE FROM contact_requests WHERE to_id = :to AND from_id = :from AND NOT declined
      """)
  int removeOpen(UserId to, UserId from);

  /**
   * Away, because it is accepted; also if it was declined before. Waits for a sender who is leaving
   * just now. Returns 0 if its sender does not ask any more: then nobody may become a contact by
   * it.
   */
  @Query("DELETE FROM contact_requests WHERE to_id = :to AND from_id = :from AND NOT withdrawn")
  int answer(UserId to, UserId from);

  /** Away, whatever became of it. */
  @Query("DELETE FROM contact_requests WHERE to_id = :to AND from_id = :from")
  int remove(UserId to, UserId from);

  /** Those that nobody sees and that keep nobody from asking any more; so many at most. */
  @Query(
      """
      DELETE FROM contact_requests USING (
          SELECT to_id, from_id FROM contact_requests
          WHERE withdrawn
            AND coalesce(declined_at, asked_at) < now() - make_interval(days => :declinedDays)
          ORDER BY coalesce(declined_at, asked_at) LIMIT :count FOR UPDATE SKIP LOCKED) AS old
      WHERE contact_requests.to_id = old.to_id AND contact_requests.from_id = old.from_id
      """)
  int removeOld(int declinedDays, int count);
}
