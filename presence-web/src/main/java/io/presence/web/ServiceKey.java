package io.presence.web;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that the services of one deployment share ({@code PRESENCE_SERVICE_KEY}) to know each
 * other on {@code /internal}. It is a header of its own, so that no client token, whatever it
 * claims, ever counts as a service.
 */
@Singleton
public final class ServiceKey {
  public static final String HEADER = "X-Presence-Service-Key";
  private static final int MIN_LENGTH = 16;

  private final String key;

  /**
   * @throws IllegalArgumentException if the key is missing or shorter than {@value #MIN_LENGTH}
   *     characters
   */
  ServiceKey(@Property(name = "presence.service-key") @Nullable String key) {
    if (key == null || key.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "PRESENCE_SERVICE_KEY must be set to the same secret of at least %d characters in every service"
              .formatted(MIN_LENGTH));
    }
    this.key = key;
  }

  /** Compared in constant time. */
  boolean matches(@Nullable String offered) {
    return offered != null
        && MessageDigest.isEqual(
            key.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  String value() {
    return key;
  }

  @Override
  public String toString() {
    return "ServiceKey[secret]";
  }
}
