package io.presence.local.run;

import io.presence.local.home.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Nothing is started before every port is known to be free. */
final class PortCheck {
  private PortCheck() {}

  /**
   * @throws Refusal that names each taken port and who needs it
   */
  static void require(List<Component> components, Ports ports, IntPredicate isFree) {
    Map<Integer, String> needed = new LinkedHashMap<>();
    components.forEach(component -> needed.put(component.port(), component.name()));
    for (int number = 1; number <= RedisShape.CLUSTER.nodes(); number++) {
      String node = RedisShape.nameOf(number);
      if (needed.containsValue(node)) {
        needed.put(ports.redisBus(number), node);
      }
    }
    needed.put(ports.kafkaController(), "kafka");
    List<Map.Entry<Integer, String>> taken =
        needed.entrySet().stream().filter(port -> !isFree.test(port.getKey())).toList();
    if (taken.isEmpty()) {
      return;
    }
    String list =
        taken.stream()
            .map(port -> port.getKey() + " (for " + port.getValue() + ")")
            .collect(Collectors.joining(", "));
    throw new Refusal(
        "%s by another program: stop that, or move all ports of Presence with --port-base N, for instance --port-base %d."
            .formatted(
                taken.size() == 1 ? "Port " + list + " is taken" : "Ports " + list + " are taken",
                other(ports)));
  }

  private static int other(Ports ports) {
    return ports.base() < 20_000 ? ports.base() + 10_000 : ports.base() - 10_000;
  }
}
