package io.presence.trace;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go, and how many.
 *
 * @param endpoint {@code PRESENCE_TRACE_ENDPOINT}: where an OpenTelemetry collector takes traces by
 *     OTLP over HTTP, {@code http://collector:4318/v1/traces}; unset: nothing is traced
 * @param ratio {@code PRESENCE_TRACE_RATIO}: which part of the changes is followed, from 0 to 1
 */
@ConfigurationProperties("presence.trace")
public record TraceSettings(
    @Nullable String endpoint, @Bindable(defaultValue = "0.01") double ratio) {

  public TraceSettings {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "PRESENCE_TRACE_RATIO must be between 0 and 1, got " + ratio);
    }
    if (endpoint != null && !isHttp(endpoint)) {
      throw new IllegalArgumentException(
          "PRESENCE_TRACE_ENDPOINT must be a URL such as http://collector:4318/v1/traces, got "
              + endpoint);
    }
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
