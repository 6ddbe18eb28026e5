package io.presence.graph.people;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.web.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code PUT /v1/users/{id}/privacy} takes. What is absent stays as it is: a client that knows
 * one setting must not reset the other to something more open.
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record PrivacyEdit(@Nullable String showOnlineStatus, @Nullable String showLastSeen) {
  private static final Set<String> WORDS = Set.of("everyone", "contacts", "nobody");

  /**
   * @throws ProblemException 400 if a setting is none of the words, or none is there at all
   */
  void require() {
    if (showOnlineStatus == null && showLastSeen == null) {
      throw ProblemException.invalid(
          "nothing to set: give show_online_status or show_last_seen or both, each one of everyone,"
              + " contacts, nobody");
    }
    requireWord("show_online_status", showOnlineStatus);
    requireWord("show_last_seen", showLastSeen);
  }

  private static void requireWord(String field, @Nullable String word) {
    if (word != null && !WORDS.contains(word)) {
      throw ProblemException.invalid(
          "%s must be one of everyone, contacts, nobody, got \"%s\""
              .formatted(field, word.length() > 20 ? word.substring(0, 20) + "…" : word));
    }
  }
}
