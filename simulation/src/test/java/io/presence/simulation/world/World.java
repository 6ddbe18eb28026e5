package io.presence.simulation.world;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.lastseen.SimulatedTable;
import io.presence.simulation.bus.Bus;
import io.presence.simulation.bus.BusProducer;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.simulation.graph.GraphService;
import io.presence.simulation.graph.Rows;
import io.presence.simulation.net.Calls;
import io.presence.simulation.net.Place;
import io.presence.simulation.net.Weather;
import io.presence.simulation.process.Gateway;
import io.presence.simulation.process.Heartbeat;
import io.presence.simulation.process.Persister;
import io.presence.simulation.process.Surroundings;
import io.presence.simulation.process.Worker;
import io.presence.simulation.weave.Hooks;
import io.presence.simulation.weave.Logs;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The deployment and its people. */
final class World implements Surroundings.Peers {
  static final long TTL_NANOS = 30_000_000_000L;
  static final long SYNC_NANOS = 5_000_000_000L;
  private static final List<String> NAMES =
      List.of("ann", "bob", "cat", "dan", "eve", "fay", "gus");
  private static final ObjectMapper JSON = ObjectMapper.getDefault();
  private static final CompositeMeterRegistry METERS = new CompositeMeterRegistry();
  private static final Argument<JsonNode> NODE = Argument.of(JsonNode.class);

  final Scheduler scheduler;
  final Random random;
  final Weather weather;
  final Story story;
  final Judge judge;
  final Bus bus;
  final InMemoryPresenceStore store;
  final Rows rows;
  final GraphService.Outbox outbox = new GraphService.Outbox();
  final SimulatedTable.Rows table;
  final List<Person> people = new ArrayList<>();
  final @Nullable Gateway[] gateways;
  final @Nullable Worker[] workers;
  @Nullable Heartbeat heartbeat;
  @Nullable Persister persister;
  @Nullable Machine graphMachine;
  @Nullable GraphService graph;
  boolean postgresAnswers = true;
  private final Surroundings around;
  private int machines;

  World(long seed, boolean told) {
    scheduler = new Scheduler(seed, this::died);
    random = scheduler.random();
    story = new Story(scheduler, told);
    weather = new Weather(scheduler);
    bus = new Bus(scheduler, weather);
    bus.topic(Topics.PRESENCE_CHANGES, 4);
    bus.topic(Topics.PRESENCE_DELIVERIES, 3);
    bus.topic(Topics.GRAPH_CHANGES, 2);
    bus.topic(Topics.DEAD_LETTER, 1);
    StoreSettings settings =
        new StoreSettings(
            new Sharding(8),
            Duration.ofNanos(TTL_NANOS),
            Duration.ofSeconds(40),
            20,
            Duration.ofDays(1));
    store =
        new InMemoryPresenceStore(
            settings,
            () -> java.time.Instant.ofEpochMilli(Hooks.BEGINNING_MILLIS + scheduler.nowMillis()));
    gateways = new Gateway[2 + random.nextInt(2)];
    workers = new Worker[1 + random.nextInt(2)];
    populate(3 + random.nextInt(4));
    rows = new Rows(people.stream().map(person -> person.user).toList());
    table = new SimulatedTable.Rows(() -> postgresAnswers);
    judge = new Judge(this);
    Hints hints = new Hints(scheduler, weather, TTL_NANOS);
    around =
        new Surroundings(
            scheduler,
            bus,
            weather,
            new Calls(scheduler, weather),
            () -> new WatchedStore(store, judge, hints),
            settings,
            Map.of(
                "idleTimeoutMs", "40000",
                "repairLookups", "10",
                "drainMs", "5000"),
            JSON,
            METERS,
            this);
    Logs.to(this::logged);
    weather.watchStore(judge::storeFailed);
    befriend();
    startAll();
  }

  private void populate(int count) {
    for (int i = 0; i < count; i++) {
      Person person = new Person(new UserId(NAMES.get(i)));
      people.add(person);
      int devices = 1 + random.nextInt(2);
      for (int d = 0; d < devices; d++) {
        person.clients.add(
            new Client(
                this,
                person,
                new DeviceId(d == 0 ? "phone" : "laptop"),
                d == 0 ? DeviceType.MOBILE : DeviceType.DESKTOP,
                random.nextInt(5) == 0 ? Watch.SUBSCRIPTIONS : Watch.CONTACTS));
      }
    }
  }

  private void befriend() {
    for (Person one : people) {
      for (Person other : people) {
        if (one != other && random.nextInt(3) > 0) {
          rows.contact(one.user, other.user, true);
        }
      }
    }
  }

  private Machine machine(String role) {
    return new Machine(scheduler, role + "#" + ++machines);
  }

  /** Whatever does not run is started. */
  void startAll() {
    for (int i = 0; i < gateways.length; i++) {
      startGateway(i);
    }
    for (int i = 0; i < workers.length; i++) {
      startWorker(i);
    }
    startHeartbeat();
    startPersister();
    startGraph();
  }

  void startGateway(int slot) {
    if (gateways[slot] == null) {
      gateways[slot] = new Gateway(around, machine("gateway-" + slot));
    }
  }

  void startWorker(int slot) {
    if (workers[slot] == null) {
      Machine machine = machine("worker-" + slot);
      // Who has just begun waits as after an outage, if nobody else has swept.
      judge.troubled(machine, scheduler.now());
      workers[slot] = new Worker(around, machine);
    }
  }

  void startHeartbeat() {
    if (heartbeat == null) {
      heartbeat = new Heartbeat(around, machine("heartbeat"));
    }
  }

  void startPersister() {
    if (persister == null) {
      persister = new Persister(around, machine("persister"), table);
    }
  }

  void startGraph() {
    if (graph == null) {
      Machine started = machine("friend-graph");
      Producer<String, byte[]> producer = BusProducer.of(scheduler, bus, started);
      graphMachine = started;
      graph =
          new GraphService(
              scheduler,
              started,
              rows,
              outbox,
              around.line(started),
              (key, change) -> publish(producer, key, change));
    }
  }

  private static CompletableFuture<Boolean> publish(
      Producer<String, byte[]> producer, String key, GraphChanged change) {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.GRAPH_CHANGES, key, JSON.writeValueAsBytes(change)),
              (metadata, failure) -> sent.complete(failure == null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sent;
  }

  JsonNode read(byte[] bytes) {
    try {
      return Objects.requireNonNull(JSON.readValue(bytes, NODE));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no JSON: " + new String(bytes, java.nio.charset.StandardCharsets.UTF_8), e);
    }
  }

  <T> T read(byte[] bytes, Class<T> type) {
    try {
      return Objects.requireNonNull(JSON.readValue(bytes, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable Gateway anyOpenGateway() {
    List<Gateway> open = new ArrayList<>();
    for (Gateway gateway : gateways) {
      if (gateway != null && gateway.isOpen()) {
        open.add(gateway);
      }
    }
    return open.isEmpty() ? null : open.get(random.nextInt(open.size()));
  }

  List<Client> clients() {
    List<Client> all = new ArrayList<>();
    people.forEach(person -> all.addAll(person.clients));
    return all;
  }

  /** Milliseconds of the store's clock. */
  long storeMillis() {
    return Hooks.BEGINNING_MILLIS + scheduler.nowMillis();
  }

  // Peers.

  @Override
  public @Nullable Machine machine(Place place) {
    return switch (place) {
      case HEARTBEAT -> heartbeat == null ? null : heartbeat.machine();
      case PERSISTER -> persister == null ? null : persister.machine();
      case GRAPH -> graphMachine;
      case STORE, BUS -> null;
    };
  }

  @Override
  public ReportResult.Batch report(ReportBatch batch) {
    return Objects.requireNonNull(heartbeat).report(batch);
  }

  @Override
  public LastSeen.Batch lastSeen(String userIds) {
    return Objects.requireNonNull(persister).lastSeen(userIds);
  }

  @Override
  public GraphService graph() {
    return Objects.requireNonNull(graph);
  }

  // What must not happen.

  private void died(Machine machine, String thread, Throwable cause) {
    judge.fail("Unexpected", "thread " + thread + " of " + machine + " died: " + cause, cause);
  }

  private void logged(
      @Nullable Machine machine, Level level, String message, @Nullable Throwable cause) {
    story.add(() -> machine + " says: " + message + (cause == null ? "" : " (" + cause + ")"));
    if (level == Level.ERROR) {
      judge.fail("Unexpected", machine + " says: " + message + " (" + cause + ")", cause);
    }
  }
}
