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
  /** Returns 0 if the block was there. */
  @Query(
      """
      INSERT INTO blocks (user_id, blocked_id) VALUES (:user, :blocked) ON CONFLICT DO NOTHING
      """)
  int insert(UserId user, UserId blocked);

  @Query("SELECT count(*) FROM blocks WHERE user_id = :user")
  int count(UserId user);

  /** Returns 0 if there was none. */
  @Query("DELETE FROM blocks WHERE user_id = :user AND blocked_id = :blocked")
  int remove(UserId user, UserId blocked);
}
