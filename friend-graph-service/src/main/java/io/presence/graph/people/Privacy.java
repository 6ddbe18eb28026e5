package io.presence.graph.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;
import io.presence.graph.Etag;
import io.presence.graph.UserIdColumn;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code privacy}.
 *
 * @param showOnlineStatus null until the person has set it
 * @param showLastSeen null until the person has set it
 */
@MappedEntity("privacy")
record Privacy(
    @Id @TypeDef(type = DataType.STRING, converter = UserIdColumn.class) UserId userId,
    @Nullable String showOnlineStatus,
    @Nullable String showLastSeen) {

  /** What {@code /v1/users/{id}/privacy} answers: what holds, set by the person or not. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Settings(String showOnlineStatus, String showLastSeen) {
    static Settings of(@Nullable Privacy row, VisibilityPolicy policy) {
      return new Settings(
          word(row == null ? null : row.showOnlineStatus(), policy.defaultOnlineStatus()),
          word(row == null ? null : row.showLastSeen(), policy.defaultLastSeen()));
    }

    private static String word(@Nullable String set, Audience unset) {
      return set == null ? unset.name().toLowerCase(Locale.ROOT) : set;
    }

    Etag etag() {
      return Etag.of(showOnlineStatus, showLastSeen);
    }
  }
}
