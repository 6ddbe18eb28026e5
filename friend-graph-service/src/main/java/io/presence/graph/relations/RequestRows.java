package io.presence.graph.relations;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;

/** Writes {@code contact_requests}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface RequestRows extends GenericRepository<Related, UserId> {
  /** Changes nothing, and returns 0, if it was asked before: also if that was declined. */
  @Query(
      """
      INSERT INTO contact_requests (to_id, from_id) VALUES (:to, :from) ON CONFLICT DO NOTHING
      """)
  int insert(UserId to, UserId from);

  @Query("SELECT count(*) FROM contact_requests WHERE from_id = :from")
  int countSent(UserId from);

  /** Whether it was asked, also if that was declined. */
  @Query(
      """
      SELECT EXISTS (SELECT 1 FROM contact_requests WHERE to_id = :to AND from_id = :from)
      """)
  boolean asked(UserId to, UserId from);

  @Query(
      """
      UPDATE contact_requests SET declined = TRUE
      WHERE to_id = :to AND from_id = :from AND NOT declined
      """)
  int decline(UserId to, UserId from);

  @Query("DELETE FROM contact_requests WHERE to_id = :to AND from_id = :from")
  int remove(UserId to, UserId from);
}
