package io.presence.simulation.graph;

import io.presence.contracts.GraphChanged;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One process of friend-graph-service. */
public final class GraphService {
  private static final long RELAY_NANOS = 500_000_000;

  private final Scheduler scheduler;
  private final Rows rows;
  private final Outbox outbox;
  private final PresenceStore store;
  private final BiFunction<String, GraphChanged, CompletableFuture<Boolean>> publish;

  /** Rows that are to be told of; outlives processes, as it is a table. */
  public static final class Outbox {
    private final List<Touch> touches = new ArrayList<>();

    public boolean isEmpty() {
      return touches.isEmpty();
    }
  }

  private static final class Touch {
    final UserId user;
    final @Nullable UserId other;
    final long committedAt;
    @Nullable Long version;

    Touch(UserId user, @Nullable UserId other, long committedAt) {
      this.user = user;
      this.other = other;
      this.committedAt = committedAt;
    }
  }

  public GraphService(
      Scheduler scheduler,
      Machine machine,
      Rows rows,
      Outbox outbox,
      PresenceStore store,
      BiFunction<String, GraphChanged, CompletableFuture<Boolean>> publish) {
    this.scheduler = scheduler;
    this.rows = rows;
    this.outbox = outbox;
    this.store = store;
    this.publish = publish;
    machine.spawn("outbox-relay", this::relay);
  }

  // Questions.

  /** The version is read before the rows. */
  public Sights.AudienceOf audience(UserId user) {
    long version = store.graphVersions().read(List.of(user)).getOrDefault(user, 0L);
    Map<Sight, List<UserId>> viewers =
        rows.contactsOf(user).stream()
            .collect(Collectors.groupingBy(viewer -> rows.sight(viewer, user)));
    return new Sights.AudienceOf(
        user,
        version,
        viewers.getOrDefault(Sight.FULL, List.of()),
        viewers.getOrDefault(Sight.STATUS_ONLY, List.of()),
        viewers.getOrDefault(Sight.APPROXIMATE, List.of()));
  }

  public Sights.Answer sights(Sights.Question question) {
    return new Sights.Answer(
        question.subjects().stream().map(subject -> item(question.viewer(), subject)).toList());
  }

  private Sights.Item item(UserId viewer, UserId subject) {
    return new Sights.Item(subject, rows.sight(viewer, subject), rows.areContacts(viewer, subject));
  }

  public Sights.ViewersAnswer viewers(Sights.ViewersQuestion question) {
    return new Sights.ViewersAnswer(
        question.subjects().stream()
            .map(of ->
                new Sights.SightsOf(
                    of.userId(),
                    of.viewers().stream().map(viewer -> rows.sight(viewer, of.userId())).toList()))
            .toList());
  }

  public Sights.ContactsPage contacts(String viewer) {
    UserId user = new UserId(viewer);
    return new Sights.ContactsPage(
        rows.contactsOf(user).stream().map(subject -> item(user, subject)).toList(), null);
  }

  // Writes.

  /** Concerns these two. */
  public void between(UserId one, UserId other, Runnable change) {
    change.run();
    commit(List.of(touch(one, other), touch(other, one)));
  }

  /** May concern everybody. */
  public void of(UserId user, Runnable change) {
    change.run();
    commit(List.of(touch(user, null)));
  }

  private Touch touch(UserId user, @Nullable UserId other) {
    return new Touch(user, other, scheduler.now());
  }

  /**
   * @throws StoreUnavailableException when it is committed, but not yet in force
   */
  private void commit(List<Touch> touches) {
    outbox.touches.addAll(touches);
    raise(touches);
  }

  private void raise(List<Touch> touches) {
    Set<UserId> users = new LinkedHashSet<>();
    touches.forEach(touch -> users.add(touch.user));
    Map<UserId, Long> raised;
    try {
      raised = store.graphVersions().bump(users);
    } catch (StoreUnavailableException e) {
      raised = store.graphVersions().bump(users);
    }
    for (Touch touch : touches) {
      touch.version = raised.get(touch.user);
    }
  }

  private void relay() {
    while (true) {
      scheduler.sleep(RELAY_NANOS);
      try {
        for (Touch touch : List.copyOf(outbox.touches)) {
          carry(touch);
        }
      } catch (StoreUnavailableException e) {
        scheduler.sleep(2 * RELAY_NANOS);
      }
    }
  }

  private void carry(Touch touch) {
    // The request that wrote it may be about to raise its version.
    if (touch.version == null && scheduler.now() - touch.committedAt < 4 * RELAY_NANOS) {
      return;
    }
    if (touch.version == null) {
      raise(List.of(touch));
    }
    long version = touch.version == null ? 0 : touch.version;
    CompletableFuture<Boolean> sent =
        publish.apply(touch.user.value(), new GraphChanged(touch.user, touch.other, version));
    if (!sent.isDone()) {
      Object signal = new Object();
      var _ = sent.whenComplete((acknowledged, failure) -> scheduler.wake(signal));
      scheduler.await(signal, 0);
    }
    if (Boolean.TRUE.equals(sent.join())) {
      outbox.touches.remove(touch);
    }
  }
}
