package io.presence.local.crowd;

import io.presence.contracts.UserId;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.RunningStack;
import io.presence.local.client.Seen;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who takes part, their connections to the gateways in turn, and the heartbeats of those
 * who are connected.
 */
public final class Crowd implements AutoCloseable {
  /** Connection attempts at a time: a crowd, not an attack. */
  private static final int CONNECTING_AT_ONCE = 128;

  private static final int COMPLAINTS_KEPT = 5;

  private final RunningStack stack;
  private final HttpClient http;
  private final Tally tally;
  private final Map<UserId, Actor> actors = new HashMap<>();
  private final Map<String, AtomicInteger> complaints = new ConcurrentHashMap<>();
  private final Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE);
  private volatile boolean comesBack = true;
  private volatile boolean over;
  private volatile Duration offlineDelay = Duration.ZERO;
  private long beats;
  private final AtomicInteger nextGateway = new AtomicInteger();
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heartbeats").daemon().factory());

  public Crowd(RunningStack stack, HttpClient http, Tally tally, Set<UserId> people) {
    this.stack = stack;
    this.http = http;
    this.tally = tally;
    people.forEach(person -> actors.put(person, new Actor(person, this)));
    actors.values().forEach(actor -> Thread.ofVirtual().name("actor-" + actor.id()).start(actor));
    var _ = heartbeats.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  public Tally tally() {
    return tally;
  }

  public @Nullable Actor actor(UserId id) {
    return actors.get(id);
  }

  public Collection<Actor> actors() {
    return actors.values();
  }

  /** Whether those whom the server closes come back at once, as clients should. */
  boolean comesBack() {
    return comesBack;
  }

  /**
   * @param back false: whoever is closed from here on counts as gone
   */
  public void comesBack(boolean back) {
    comesBack = back;
  }

  /** How many people are connected now. */
  public long connected() {
    return actors.values().stream().filter(actor -> actor.client() != null).count();
  }

  /** How long a lost client counts as online here; zero before anybody has connected. */
  public Duration offlineDelay() {
    return offlineDelay;
  }

  /** What went wrong while connecting, with how often; the most different ones only. */
  public Map<String, AtomicInteger> complaints() {
    return complaints;
  }

  PresenceClient connect(UserId person, Consumer<Seen> onSeen)
      throws InterruptedException, ExecutionException {
    connecting.acquire();
    try {
      int gateway = Math.floorMod(nextGateway.getAndIncrement(), stack.gateways().size());
      PresenceClient client =
          PresenceClient.connect(
                  http,
                  stack.gateways().get(gateway),
                  stack.userToken().apply(person),
                  "replay",
                  onSeen)
              .get();
      offlineDelay = client.offlineDelay();
      return client;
    } finally {
      connecting.release();
    }
  }

  void complain(UserId person, Throwable failure) {
    String what = String.valueOf(failure.getMessage() == null ? failure : failure.getMessage());
    if (complaints.size() < COMPLAINTS_KEPT || complaints.containsKey(what)) {
      complaints.computeIfAbsent(what, x -> new AtomicInteger()).incrementAndGet();
    }
  }

  /** Each client about every heartbeat interval, a part of them each second. */
  private void beat() {
    beats++;
    for (Actor actor : actors.values()) {
      PresenceClient client = actor.client();
      if (client != null) {
        long every = Math.max(1, client.heartbeatIntervalMillis() / 1_000);
        if (Math.floorMod(actor.id().hashCode(), every) == beats % every) {
          client.heartbeat();
        }
      }
    }
  }

  /** Whether nobody is to connect any more. */
  boolean isOver() {
    return over;
  }

  /** Lets everybody go properly, and not come back. */
  @Override
  public void close() {
    over = true;
    heartbeats.shutdownNow();
    actors.values().forEach(Actor::end);
  }
}
