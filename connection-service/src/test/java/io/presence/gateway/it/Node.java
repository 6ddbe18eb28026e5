package io.presence.gateway.it;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** JSON as tests read it: what is missing fails the test, naming the whole. */
record Node(JsonNode json) {
  static Node parse(String text) {
    try {
      JsonNode json = ObjectMapper.getDefault().readValue(text, Argument.of(JsonNode.class));
      if (json == null) {
        throw new AssertionError("no JSON: " + text);
      }
      return new Node(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String field) {
    return json.get(field) != null;
  }

  Node get(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new AssertionError("no " + field + " in " + this);
    }
    return new Node(value);
  }

  Node get(int index) {
    JsonNode value = json.get(index);
    if (value == null) {
      throw new AssertionError("no item " + index + " in " + this);
    }
    return new Node(value);
  }

  List<Node> items() {
    List<Node> items = new ArrayList<>();
    json.values().forEach(item -> items.add(new Node(item)));
    return items;
  }

  int size() {
    return json.size();
  }

  boolean isNull() {
    return json.isNull();
  }

  boolean isNumber() {
    return json.isNumber();
  }

  /** A scalar as text. */
  String text() {
    return json.coerceStringValue();
  }

  /** A scalar field as text; empty when it is missing. */
  String text(String field) {
    return has(field) ? get(field).text() : "";
  }

  long number() {
    return json.getLongValue();
  }

  boolean flag() {
    return json.getBooleanValue();
  }

  /** The error's code, or what came instead. */
  String code() {
    return text("event").equals("error") ? get("data").text("code") : toString();
  }

  @Override
  public String toString() {
    try {
      return ObjectMapper.getDefault().writeValueAsString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
