package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;

/**
 * One incarnation of a connection-service process: a restart makes a new one, so that nothing meant
 * for the old one reaches it.
 */
@Serdeable
public record GatewayId(String value) implements Comparable<GatewayId> {
  /** Stands where a session has no gateway, because it has no socket. */
  public static final GatewayId NONE = new GatewayId("none");

  /**
   * @throws IllegalArgumentException if the value breaks the spelling rule; the message says which
   */
  public GatewayId {
    Ids.require("gateway_id", value, false);
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @JsonCreator
  public static GatewayId of(String value) {
    return new GatewayId(value);
  }

  /** A fresh incarnation. */
  public static GatewayId random() {
    return new GatewayId("gw-" + RandomIds.next());
  }

  @Override
  public int compareTo(GatewayId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
