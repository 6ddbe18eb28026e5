package io.presence.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription to each server that holds keys: what a node announces, no other node passes on.
 * One that is added or promoted later is subscribed to as soon as the topology tells of it, one
 * that holds no keys any more is left, one that cannot be reached is tried again.
 *
 * <p>Connections that break are restored by Lettuce, with what they were subscribed to. One virtual
 * thread looks after the set of them, from {@link #begin} until {@link #close}.
 */
final class PrimarySubscriptions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrimarySubscriptions.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final RedisNodes nodes;
  private final Function<RedisURI, StatefulConnection<?, ?>> subscribe;
  private final Map<String, StatefulConnection<?, ?>> open = new HashMap<>();
  private final Thread thread;
  private final AutoCloseable changes;
  private volatile boolean closed;

  /**
   * @param subscribe connects to a server, subscribes, and throws {@link RedisException} if it
   *     cannot
   */
  PrimarySubscriptions(RedisNodes nodes, Function<RedisURI, StatefulConnection<?, ?>> subscribe) {
    this.nodes = nodes;
    this.subscribe = subscribe;
    this.thread = Thread.ofVirtual().name("expired-lease-subscriptions").unstarted(this::run);
    this.changes = nodes.onChange(() -> LockSupport.unpark(thread));
  }

  /**
   * @throws StoreUnavailableException when no server can be subscribed to; then nothing is left
   *     open
   */
  void begin() {
    RedisException failure = reconcile();
    if (open.isEmpty()) {
      close();
      throw new StoreUnavailableException(
          "cannot subscribe to expired leases",
          failure == null ? new RedisException("no server holds any keys") : failure);
    }
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK.toNanos());
      RedisException failure = closed ? null : reconcile();
      if (failure != null) {
        LOG.debug("A server cannot be subscribed to yet; the sweep is the clock", failure);
      }
    }
  }

  private synchronized @Nullable RedisException reconcile() {
    if (closed) {
      return null;
    }
    List<RedisURI> primaries = nodes.primaries();
    leaveAllBut(primaries.stream().map(RedisNodes::address).collect(Collectors.toSet()));
    RedisException failure = null;
    for (RedisURI primary : primaries) {
      if (!open.containsKey(RedisNodes.address(primary))) {
        try {
          open.put(RedisNodes.address(primary), subscribe.apply(primary));
        } catch (RedisException e) {
          failure = e;
        }
      }
    }
    return failure;
  }

  private void leaveAllBut(Set<String> names) {
    Iterator<Map.Entry<String, StatefulConnection<?, ?>>> each = open.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, StatefulConnection<?, ?>> one = each.next();
      if (!names.contains(one.getKey())) {
        each.remove();
        one.getValue().close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      changes.close();
    } catch (Exception e) {
      LOG.debug("Closing a subscription to the topology failed", e);
    }
    synchronized (this) {
      leaveAllBut(Set.of());
    }
  }
}
