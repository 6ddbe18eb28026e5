package io.presence.web;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may use this deployment from a browser: those of {@code PRESENCE_ALLOWED_ORIGINS}
 * ({@code https://app.example.org}, comma-separated; {@code *} as the port means any), and those
 * that come from the very host they call. A client that sends no {@code Origin} is no browser. Made
 * at start, so that a bad setting is found then.
 */
@Context
public final class AllowedOrigins {
  private static final String ANY_PORT = ":*";
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+(:\\*)?");

  private final List<Pattern> patterns;

  /**
   * @throws IllegalArgumentException when one is no origin
   */
  AllowedOrigins(
      @Property(name = "presence.allowed-origins") @Bindable(defaultValue = "")
          List<String> origins) {
    patterns =
        origins.stream()
            .map(String::strip)
            .filter(o -> !o.isEmpty())
            .map(AllowedOrigins::of)
            .toList();
  }

  private static Pattern of(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "PRESENCE_ALLOWED_ORIGINS must list origins like https://app.example.org or"
              + " http://localhost:*, got "
              + origin);
    }
    boolean anyPort = origin.endsWith(ANY_PORT);
    String base = anyPort ? origin.substring(0, origin.length() - ANY_PORT.length()) : origin;
    return Pattern.compile(
        Pattern.quote(base.toLowerCase(Locale.ROOT)) + (anyPort ? "(:[0-9]{1,5})?" : ""));
  }

  /** Whether a browser may go on with this request. */
  public boolean admit(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return !headers.contains(HttpHeaders.ORIGIN)
        || admits(headers.get(HttpHeaders.ORIGIN), headers.get(HttpHeaders.HOST));
  }

  boolean admits(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return false;
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> pattern.matcher(lower).matches())
        || isSameHost(lower, host);
  }

  private static boolean isSameHost(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && host != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** All of {@code PRESENCE_ALLOWED_ORIGINS} as one expression; null when there are none. */
  @Nullable String expression() {
    return patterns.isEmpty()
        ? null
        : patterns.stream().map(Pattern::pattern).collect(Collectors.joining("|"));
  }
}
