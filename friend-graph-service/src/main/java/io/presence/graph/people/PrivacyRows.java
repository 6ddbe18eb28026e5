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
   * Sets what is not null and keeps the rest, also since when each of the two is what it is.
   *
   * @return 0 if that changes nothing
   */
  @Query(
      """
      INSERT INTO privacy AS kept
          (user_id, show_online_status, show_last_seen,
           show_online_status_since, show_last_seen_since)
      SELECT new.user_id, new.online_status, new.last_seen,
             CASE WHEN new.online_status IS NOT NULL THEN now() END,
             CASE WHEN new.last_seen IS NOT NULL THEN now() END
      FROM (SELECT CAST(:userId AS text) AS user_id, CAST(:onlineStatus AS text) AS online_status,
                   CAST(:lastSeen AS text) AS last_seen) AS new
      ON CONFLICT (user_id) DO UPDATE
      SET show_online_status = coalesce(EXCLUDED.show_online_status, kept.show_online_status),
          show_last_seen = coalesce(EXCLUDED.show_last_seen, kept.show_last_seen),
          show_online_status_since =
              CASE WHEN kept.show_online_status IS DISTINCT FROM
                        coalesce(EXCLUDED.show_online_status, kept.show_online_status)
                   THEN now() ELSE kept.show_online_status_since END,
          show_last_seen_since =
              CASE WHEN kept.show_last_seen IS DISTINCT FROM
                        coalesce(EXCLUDED.show_last_seen, kept.show_last_seen)
                   THEN now() ELSE kept.show_last_seen_since END
      WHERE kept.show_online_status IS DISTINCT FROM
                coalesce(EXCLUDED.show_online_status, kept.show_online_status)
         OR kept.show_last_seen IS DISTINCT FROM
                coalesce(EXCLUDED.show_last_seen, kept.show_last_seen)
      """)
  int put(UserId userId, @Nullable String onlineStatus, @Nullable String lastSeen);
}
