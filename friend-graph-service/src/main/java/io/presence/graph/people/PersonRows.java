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

/** The table {@code users}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@TypeDef(type = DataType.STRING, classes = UserId.class, converter = UserIdColumn.class)
interface PersonRows extends GenericRepository<Person, UserId> {
  Optional<Person> findByUserId(UserId userId);

  @Query(
      """
      INSERT INTO users (user_id, name, picture_url) VALUES (:userId, :name, :pictureUrl)
      ON CONFLICT (user_id)
      DO UPDATE SET name = EXCLUDED.name, picture_url = EXCLUDED.picture_url
      """)
  int put(UserId userId, String name, @Nullable String pictureUrl);
}
