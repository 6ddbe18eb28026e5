package io.presence.gateway.protocol;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.Watch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its device; every part may be missing.
 *
 * @param platform free text, at most {@value #MAX_PLATFORM_LENGTH} characters
 */
public record DeviceClaim(
    @Nullable DeviceId deviceId,
    @Nullable DeviceType deviceType,
    @Nullable String platform,
    @Nullable Watch watch) {
  public static final int MAX_PLATFORM_LENGTH = 64;
  public static final DeviceClaim NOTHING = new DeviceClaim(null, null, null, null);

  public DeviceClaim {
    if (platform != null && platform.length() > MAX_PLATFORM_LENGTH) {
      throw new IllegalArgumentException(
          "platform must have at most %d characters, got %d"
              .formatted(MAX_PLATFORM_LENGTH, platform.length()));
    }
  }

  /**
   * Reads the four fields.
   *
   * @param field a field's value by its name, or null
   * @throws IllegalArgumentException when one breaks its rule; the message is for the client
   */
  public static DeviceClaim read(Function<String, @Nullable String> field) {
    String deviceId = field.apply("device_id");
    String deviceType = field.apply("device_type");
    String watch = field.apply("watch");
    return new DeviceClaim(
        deviceId == null ? null : new DeviceId(deviceId),
        deviceType == null ? null : DeviceType.ofWord(deviceType),
        field.apply("platform"),
        watch == null ? null : Watch.ofWord(watch));
  }

  /** This claim, with what it leaves open taken from another. */
  public DeviceClaim orElse(DeviceClaim other) {
    return new DeviceClaim(
        deviceId == null ? other.deviceId : deviceId,
        deviceType == null ? other.deviceType : deviceType,
        platform == null ? other.platform : platform,
        watch == null ? other.watch : watch);
  }
}
