package io.presence.local.run;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a child inherits of the caller's environment: what belongs to the machine, and the settings
 * of Presence. Nothing else: a stray {@code KAFKA_…} or {@code MICRONAUT_…} of the shell would
 * point a service elsewhere.
 */
final class ChildEnvironment {
  private static final Set<String> OF_THE_MACHINE =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE");

  private ChildEnvironment() {}

  /**
   * @param own wins over what is inherited
   */
  static Map<String, String> of(Map<String, String> caller, Map<String, String> own) {
    Map<String, String> environment = new TreeMap<>();
    caller.forEach((name, value) -> {
      if (OF_THE_MACHINE.contains(name) || name.startsWith("PRESENCE_")) {
        environment.put(name, value);
      }
    });
    environment.putAll(own);
    return environment;
  }
}
