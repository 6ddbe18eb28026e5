package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.home.InstanceLock;
import io.presence.local.home.Refusal;
import io.presence.local.home.Secrets;
import io.presence.local.servers.FreePorts;
import io.presence.local.servers.Loudness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A whole stack whose parts may be killed, paused and started again while the rest runs.
 *
 * <p>For experiments: its caller ends it. Not thread-safe, but for {@link #close}, which may come
 * at any moment.
 */
public final class Fleet implements AutoCloseable {
  /** Longer than a gateway takes to send its clients away. */
  private static final Duration GRACE = Duration.ofSeconds(45);

  private final Home home;
  private final Ports ports;
  private final InstanceLock lock;
  private final Supervisor supervisor;
  private final Map<String, Component> components = new LinkedHashMap<>();
  private boolean closed;

  private Fleet(Home home, Ports ports, InstanceLock lock, Supervisor supervisor) {
    this.home = home;
    this.ports = ports;
    this.lock = lock;
    this.supervisor = supervisor;
  }

  /**
   * How large it is, and what single parts are told that the others are not.
   *
   * @param different settings by part
   */
  public record Size(
      int gateways, int workers, RedisShape redis, Map<String, Map<String, String>> different) {
    /** On one Redis. */
    public Size(int gateways, int workers, Map<String, Map<String, String>> different) {
      this(gateways, workers, RedisShape.SINGLE, different);
    }
  }

  /**
   * Starts it, and returns when all of it is ready.
   *
   * @param environment of which the services get the settings of Presence
   * @throws io.presence.local.home.Refusal if it cannot start: a port is taken, or the home is
   */
  public static Fleet start(
      Home home, Ports ports, Size size, Map<String, String> environment, Console console) {
    Loudness.none();
    InstanceLock lock = InstanceLock.acquire(home);
    Leftovers.clear(home, console);
    List<Component> all =
        new Components(
                home,
                ports,
                size.redis(),
                Limits.LOCAL,
                new ClassArchives(false),
                environment,
                size.different())
            .all(size.gateways(), size.workers());
    var fleet = new Fleet(home, ports, lock, new Supervisor(home, console, GRACE));
    try {
      PortCheck.require(all, ports, FreePorts::isFree);
      Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "stop"));
      fleet.supervisor.start(all);
    } catch (ComponentFailed e) {
      Refusal refusal = e.refusal(home);
      fleet.close();
      throw refusal;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
    all.forEach(component -> fleet.components.put(component.name(), component));
    return fleet;
  }

  public Home home() {
    return home;
  }

  public Ports ports() {
    return ports;
  }

  public String serviceKey() {
    return new Secrets(home).serviceKey();
  }

  /** The names of its parts, the servers first, the gateways last. */
  public List<String> parts() {
    return List.copyOf(components.keySet());
  }

  /** Ends a part without a word, as a crash would. */
  public void kill(String part) {
    supervisor.letEnd(component(part)).kill();
  }

  /** Stops a part from running at all, for as long as until {@link #resume}. */
  public void pause(String part) {
    supervisor.letEnd(component(part)).signal("STOP");
  }

  public void resume(String part) {
    supervisor.letEnd(component(part)).signal("CONT");
  }

  /** Asks a part to stop, and waits until it has; kills it if it does not. */
  public void stop(String part) {
    supervisor.letEnd(component(part)).stop(GRACE);
  }

  /**
   * Starts a part that has ended; returns when it is ready.
   *
   * @throws Refusal if it does not become ready: what its log says of it
   */
  public void start(String part) {
    try {
      supervisor.startAgain(component(part));
    } catch (ComponentFailed e) {
      throw e.refusal(home);
    }
  }

  public boolean runs(String part) {
    return supervisor.letEnd(component(part)).isAlive();
  }

  /** Deletes the data of a server that has ended. */
  public void wipe(String server) {
    Path folder = home.dataOf(server);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private Component component(String part) {
    return Objects.requireNonNull(components.get(part), part);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      supervisor.stop();
      Instance.delete(home);
      lock.close();
    }
  }
}
