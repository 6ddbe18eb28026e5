package io.presence.gateway.protocol;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.DeviceId;
import io.presence.contracts.StatusEdit;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the data of {@code update_status} where it comes without a frame: as a body over REST. */
@Singleton
public final class StatusReader {
  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);

  private final ObjectMapper json;

  public StatusReader(ObjectMapper json) {
    this.json = json;
  }

  /**
   * What a person sets.
   *
   * @param device for which device they speak; null for all
   */
  public record Setting(@Nullable DeviceId device, StatusEdit edit) {}

  /**
   * @param now for times that must lie in the future
   * @throws IllegalArgumentException with a message for the client
   */
  public Setting read(byte[] body, Instant now) {
    Data data = new Data(tree(body));
    String device = data.text("device_id");
    return new Setting(device == null ? null : new DeviceId(device), StatusData.read(data, now));
  }

  private JsonNode tree(byte[] body) {
    JsonNode tree = null;
    try {
      tree = json.readValue(body, NODE);
    } catch (IOException e) {
      // Said below, without quoting what could not be read.
    }
    if (tree == null || !tree.isObject()) {
      throw new IllegalArgumentException(
          "the body is a JSON object {\"status\"?, \"custom_message\"?, \"expires_at\"?,"
              + " \"message_expires_at\"?, \"device_id\"?}");
    }
    return tree;
  }
}
