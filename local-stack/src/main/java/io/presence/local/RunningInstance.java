package io.presence.local;

import io.presence.contracts.UserId;
import io.presence.local.client.RunningStack;
import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.home.Secrets;
import io.presence.local.home.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The stack that runs on a home's data, for commands that are its clients. */
public final class RunningInstance {
  private static final Duration TOKEN_VALID = Duration.ofHours(12);
  private static final UserId ADMIN = new UserId("presence-admin");

  private RunningInstance() {}

  /** Empty when none runs, or it is not ready yet. */
  public static Optional<RunningStack> of(Home home) {
    Instance instance = Instance.read(home);
    boolean ready =
        // While it starts, those come that others wait for, and then the rest.
        !instance.portsOf("connection-service").isEmpty()
            && !instance.portsOf("friend-graph-service").isEmpty()
            && instance.members().stream()
                .allMatch(member -> member.readyMillis() >= 0 && member.process().isPresent());
    if (!ready) {
      return Optional.empty();
    }
    Tokens tokens = new Tokens(new Secrets(home).jwtSecret(), InstantSource.system());
    return Optional.of(
        new RunningStack(
            instance.portsOf("connection-service").stream().map(RunningInstance::uri).toList(),
            uri(instance.portsOf("friend-graph-service").getFirst()),
            user -> tokens.sign(user, List.of(), TOKEN_VALID),
            () -> tokens.sign(ADMIN, List.of("admin"), TOKEN_VALID)));
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
