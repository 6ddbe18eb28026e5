package io.presence.simulation.world;

import io.micronaut.json.tree.JsonNode;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PresenceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client was told of somebody, as it stood in the frame. */
record View(
    String user,
    String status,
    @Nullable String lastSeen,
    @Nullable String message,
    List<String> devices,
    long version,
    boolean live) {

  static View of(JsonNode item) {
    List<String> devices = new ArrayList<>();
    for (JsonNode device : item.get("device_types").values()) {
      devices.add(device.getStringValue());
    }
    return new View(
        item.get("user_id").getStringValue(),
        item.get("status").getStringValue(),
        text(item.get("last_seen")),
        text(item.get("custom_message")),
        devices,
        item.get("version").getLongValue(),
        item.get("live").getBooleanValue());
  }

  static View of(PresenceView view) {
    return new View(
        view.userId().value(),
        view.status().word(),
        view.lastSeen() == null ? null : view.lastSeen().text(),
        view.customMessage(),
        view.deviceTypes().stream().map(DeviceType::word).toList(),
        view.version(),
        view.live());
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.getStringValue();
  }

  boolean isOffline() {
    return status.equals("offline");
  }

  /** Whether anything shows that the person exists. */
  boolean tells() {
    return !isOffline() || lastSeen != null || message != null || !devices.isEmpty();
  }

  /** The last seen of somebody who is there moves all the time. */
  boolean saysTheSameAs(View other) {
    return status.equals(other.status)
        && Objects.equals(message, other.message)
        && devices.equals(other.devices)
        && (!isOffline() || Objects.equals(lastSeen, other.lastSeen));
  }

  String inWords() {
    return user
        + " is "
        + status
        + (message == null ? "" : " \"" + message + "\"")
        + (devices.isEmpty() ? "" : " on " + devices)
        + (lastSeen == null || !isOffline() ? "" : ", last seen " + lastSeen)
        + (live ? "" : ", not live")
        + " (version "
        + version
        + ")";
  }
}
