package io.presence.endtoend.live;

import io.presence.contracts.UserId;
import io.presence.local.client.RunningStack;
import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.home.Secrets;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where everything of the shared stack listens, and how to be somebody on it.
 *
 * @param gateways two of them
 * @param services all services and gateways by name, as {@code ./presence status} names them
 * @param pids their processes
 * @param serviceKey what services show to each other
 * @param ttlMillis when a cut connection counts as gone
 */
public record LiveStack(
    RunningStack running,
    List<URI> gateways,
    Map<String, URI> services,
    Map<String, Long> pids,
    String serviceKey,
    long ttlMillis) {
  /** Contacts of one person who are told of them unasked: more than any other test needs. */
  public static final int PUSH_LIMIT = 60;

  static LiveStack of(RunningStack running, Home home, long ttlMillis) {
    List<Instance.Member> members =
        Instance.read(home).members().stream()
            .filter(member -> !List.of("redis", "kafka", "postgres").contains(member.name()))
            .toList();
    return new LiveStack(
        running,
        running.gateways(),
        members.stream()
            .collect(
                Collectors.toMap(
                    Instance.Member::name,
                    member -> URI.create("http://127.0.0.1:" + member.port()))),
        members.stream().collect(Collectors.toMap(Instance.Member::name, Instance.Member::pid)),
        new Secrets(home).serviceKey(),
        ttlMillis);
  }

  public String token(String user) {
    return running.userToken().apply(new UserId(user));
  }

  public String admin() {
    return running.adminToken().get();
  }

  public URI gateway(int index) {
    return gateways.get(index % gateways.size());
  }

  public URI friendGraph() {
    return running.friendGraph();
  }
}
