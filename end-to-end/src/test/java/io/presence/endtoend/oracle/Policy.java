package io.presence.endtoend.oracle;

import java.util.Map;

/**
 * What a deployment decides for all its people.
 *
 * @param reciprocity who hides their last seen from somebody is not told theirs
 * @param approximate whoever may not be told exactly when is told about when
 * @param unlessSet of people who have set nothing
 */
record Policy(boolean reciprocity, boolean approximate, Privacy unlessSet) {
  /** As deployments are that say nothing. */
  static final Policy DEFAULT =
      new Policy(false, false, new Privacy(Privacy.Who.CONTACTS, Privacy.Who.CONTACTS));

  /** Everything that can be decided, decided otherwise. */
  static final Policy OTHER =
      new Policy(true, true, new Privacy(Privacy.Who.EVERYONE, Privacy.Who.CONTACTS));

  /** As services are told it. */
  Map<String, String> settings() {
    return Map.of(
        "PRESENCE_VISIBILITY_RECIPROCITY", Boolean.toString(reciprocity),
        "PRESENCE_VISIBILITY_APPROXIMATE_LAST_SEEN", Boolean.toString(approximate),
        "PRESENCE_VISIBILITY_DEFAULT_ONLINE_STATUS", unlessSet.status().word(),
        "PRESENCE_VISIBILITY_DEFAULT_LAST_SEEN", unlessSet.lastSeen().word());
  }
}
