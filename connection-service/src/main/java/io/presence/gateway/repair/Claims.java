package io.presence.gateway.repair;

import io.presence.contracts.UserId;
import io.presence.gateway.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What sessions were told, by whom it is about. Confined to one thread. */
final class Claims {
  private final Map<UserId, List<Claim>> bySubject = new HashMap<>();
  private int size;

  private record Claim(UserId viewer, long version) {}

  /**
   * @param subjects of these only; null for all
   */
  void addFrom(Session session, @Nullable Set<UserId> subjects) {
    session.versionsTold(
        subjects,
        (subject, version) -> {
          bySubject
              .computeIfAbsent(subject, key -> new ArrayList<>(1))
              .add(new Claim(session.user(), version));
          size++;
        });
  }

  int size() {
    return size;
  }

  Set<UserId> subjects() {
    return bySubject.keySet();
  }

  /**
   * Names viewers who were told something older than the subject's last change.
   *
   * @param versions of last changes; a subject without one may never have changed, or is lost
   * @param missingMatters whether those are to be named, too
   */
  void older(Map<UserId, Long> versions, boolean missingMatters, BiConsumer<UserId, UserId> each) {
    bySubject.forEach((subject, claims) -> {
      Long version = versions.get(subject);
      for (Claim claim : claims) {
        if (version == null ? missingMatters : claim.version < version) {
          each.accept(claim.viewer, subject);
        }
      }
    });
  }
}
