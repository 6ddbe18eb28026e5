package io.presence.graph.people;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.graph.Quoted;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What {@code PUT /v1/users/{id}} takes. */
@Serdeable(naming = SnakeCaseStrategy.class)
record Profile(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false) @Nullable String name,
    @Nullable String pictureUrl) {
  static final int MAX_NAME = 200;
  static final int MAX_URL = 2_048;

  /**
   * @throws ProblemException 400 unless it is 1-{@value #MAX_NAME} printable characters
   */
  String requireName() {
    if (name == null) {
      throw ProblemException.invalid(
          "name is missing; it must be 1-%d characters".formatted(MAX_NAME));
    }
    int length = name.codePointCount(0, name.length());
    if (name.isBlank() || length > MAX_NAME) {
      throw ProblemException.invalid(
          "name must be 1-%d characters and not blank, got %d".formatted(MAX_NAME, length));
    }
    name.codePoints()
        .filter(Profile::isUnprintable)
        .findFirst()
        .ifPresent(bad -> {
          throw ProblemException.invalid(
              "name must not contain control characters, got U+%04X".formatted(bad));
        });
    return name;
  }

  /** Control characters and halves of surrogate pairs: no database column takes them all. */
  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /**
   * @throws ProblemException 400 unless it is absent or an http(s) URL
   */
  @Nullable String requirePictureUrl() {
    if (pictureUrl == null) {
      return null;
    }
    if (pictureUrl.length() > MAX_URL) {
      throw ProblemException.invalid(
          "picture_url must have at most %d characters, got %d"
              .formatted(MAX_URL, pictureUrl.length()));
    }
    if (!isWebAddress(pictureUrl)) {
      throw ProblemException.invalid(
          "picture_url must be an absolute http or https URL, got " + Quoted.of(pictureUrl));
    }
    return pictureUrl;
  }

  private static boolean isWebAddress(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
