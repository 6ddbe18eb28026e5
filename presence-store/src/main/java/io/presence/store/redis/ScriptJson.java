package io.presence.store.redis;

import io.micronaut.serde.ObjectMapper;
import io.presence.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Between records and what scripts read and answer. */
final class ScriptJson {
  private final ObjectMapper mapper;

  ScriptJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** ARGV[1] of {@code person.lua}. */
  static String settings(StoreSettings settings) {
    return "{\"ttl\":%d,\"idle\":%d,\"retention\":%d,\"max\":%d}"
        .formatted(
            settings.ttl().toMillis(),
            settings.idleTimeout().toMillis(),
            settings.userRetention().toMillis(),
            settings.maxSessions());
  }

  String write(Object record) {
    try {
      return mapper.writeValueAsString(record);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + record.getClass(), e);
    }
  }

  <T> T read(String json, Class<T> type) {
    try {
      return Objects.requireNonNull(mapper.readValue(json, type), json);
    } catch (IOException e) {
      throw new UncheckedIOException("a script answered what is no " + type + ": " + json, e);
    }
  }
}
