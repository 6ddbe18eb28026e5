package io.presence.store.redis;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Redis, of one node or of several, that is this test class's alone while it runs. */
interface TestServer extends AutoCloseable {
  /** Of all of it. */
  RedisClusterCommands<String, String> redis();

  /** Of each node that holds keys. */
  List<RedisClusterCommands<String, String>> nodes();

  /** Forgets everything. */
  void empty();

  /** A store as a process of its own has it: with its own client and connection. */
  PresenceStore open(StoreSettings settings);

  /** How often a command was called, over all nodes. */
  default long calls(String command) {
    Pattern stats = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)");
    return nodes().stream()
        .map(node -> stats.matcher(node.info("commandstats")))
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Override
  void close();
}
