package io.presence.graph;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A {@link UserId} in a text column. */
@Singleton
public final class UserIdColumn implements AttributeConverter<UserId, String> {
  @Override
  public @Nullable String convertToPersistedValue(
      @Nullable UserId user, ConversionContext context) {
    return user == null ? null : user.value();
  }

  @Override
  public @Nullable UserId convertToEntityValue(@Nullable String text, ConversionContext context) {
    return text == null ? null : new UserId(text);
  }

  /** An SQL {@code text[]}: a statement has the same text for any number of ids. */
  public static Array array(Connection connection, Collection<UserId> users) throws SQLException {
    return connection.createArrayOf("text", users.stream().map(UserId::value).toArray());
  }
}
