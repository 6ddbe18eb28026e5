package io.presence.endtoend.live;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what servers send, knowing none of their records. */
public final class Json {
  private static final ObjectMapper MAPPER = ObjectMapper.getDefault();
  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);

  private Json() {}

  public static JsonNode read(String text) {
    try {
      JsonNode node = MAPPER.readValue(text, NODE);
      if (node == null) {
        throw new IllegalArgumentException("not JSON: " + text);
      }
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  /** As JSON again. */
  public static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A string field; null when it is missing, null, or no string. */
  public static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value != null && value.isString() ? value.getStringValue() : null;
  }

  /** Every object in the tree that speaks of somebody's presence, wherever it is. */
  public static List<JsonNode> views(JsonNode tree) {
    List<JsonNode> views = new ArrayList<>();
    visit(
        tree,
        node -> {
          if (node.isObject() && node.get("user_id") != null && node.get("status") != null) {
            views.add(node);
          }
        });
    return views;
  }

  private static void visit(JsonNode node, Consumer<JsonNode> visitor) {
    visitor.accept(node);
    if (node.isObject() || node.isArray()) {
      node.values().forEach(child -> visit(child, visitor));
    }
  }

  /** A JSON array of strings that need no escapes. */
  public static String array(Iterable<String> values) {
    return "[\"" + String.join("\",\"", values) + "\"]";
  }
}
