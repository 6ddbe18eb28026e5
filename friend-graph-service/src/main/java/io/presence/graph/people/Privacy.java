package io.presence.graph.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.graph.UserIdColumn;

/** A row of {@code privacy}. */
@MappedEntity("privacy")
record Privacy(
    @Id @TypeDef(type = DataType.STRING, converter = UserIdColumn.class) UserId userId,
    String showOnlineStatus,
    String showLastSeen) {

  Settings settings() {
    return new Settings(showOnlineStatus, showLastSeen);
  }

  /** What {@code /v1/users/{id}/privacy} answers. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Settings(String showOnlineStatus, String showLastSeen) {
    static final Settings UNLESS_SET = new Settings("contacts", "contacts");
  }
}
