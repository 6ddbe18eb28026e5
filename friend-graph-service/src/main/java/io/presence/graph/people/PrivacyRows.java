package io.presence.graph.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code privacy}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface PrivacyRows extends GenericRepository<Privacy, UserId> {
  Optional<Privacy> findByUserId(UserId userId);

  /**
   * Sets what is not null and keeps the rest.
   *
   * @return 0 if that changes nothing
   */
  @Query(
      """
      INSERT INTO privacy AS now (user_id, show_online_status, show_last_seen)
      VALUES (:userId, :onlineStatus, :lastSeen)
      ON CONFLICT (user_id) DO UPDATE
      SET show_online_status = coalesce(EXCLUDED.show_online_status, now.show_online_status),
          show_last_seen = coalesce(EXCLUDED.show_last_seen, now.show_last_seen)
      WHERE now.show_online_status IS DISTINCT FROM
                coalesce(EXCLUDED.show_online_status, now.show_online_status)
         OR now.show_last_seen IS DISTINCT FROM
                coalesce(EXCLUDED.show_last_seen, now.show_last_seen)
      """)
  int put(UserId userId, @Nullable String onlineStatus, @Nullable String lastSeen);
}
