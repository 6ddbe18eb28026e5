package io.presence.gateway.protocol;

import io.micronaut.json.tree.JsonNode;
import io.presence.contracts.Frames;
import io.presence.contracts.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a frame's {@code data}. Every method throws an {@link IllegalArgumentException}
 * whose message is for the client.
 */
record Data(JsonNode object) {

  /** Whether the field is there, be it null. */
  boolean has(String field) {
    return object.get(field) != null;
  }

  /** A string; null when missing or null. */
  @Nullable String text(String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.getStringValue();
  }

  String requiredText(String field) {
    String text = text(field);
    if (text == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return text;
  }

  /** A boolean; null when missing or null. */
  @Nullable Boolean flag(String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(field + " must be true or false");
    }
    return value.getBooleanValue();
  }

  /** {@code user_ids}: distinct, in the order of their first mention. */
  List<UserId> userIds() {
    JsonNode ids = object.get("user_ids");
    if (ids == null || !ids.isArray()) {
      throw new IllegalArgumentException("user_ids must be an array of user ids");
    }
    if (ids.size() > Frames.MAX_USER_IDS) {
      throw new IllegalArgumentException(
          "user_ids must hold at most %d ids, got %d".formatted(Frames.MAX_USER_IDS, ids.size()));
    }
    Set<UserId> distinct = LinkedHashSet.newLinkedHashSet(ids.size());
    for (JsonNode id : ids.values()) {
      if (!id.isString()) {
        throw new IllegalArgumentException("user_ids must hold strings only");
      }
      distinct.add(new UserId(id.getStringValue()));
    }
    return List.copyOf(distinct);
  }
}
