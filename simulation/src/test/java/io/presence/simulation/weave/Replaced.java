package io.presence.simulation.weave;

import java.lang.classfile.instruction.InvokeInstruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is replaced by what. */
final class Replaced {
  /** Library classes that read clocks or park: only that is replaced in them. */
  static final List<String> TIME_ONLY =
      List.of("io.github.bucket4j.", "com.github.benmanes.caffeine.cache.");

  private static final String WEAVE = "io.presence.simulation.weave.";

  /** Whole classes. */
  static final Map<String, String> CLASSES = new HashMap<>();

  /** Calls, by owner and name; the value is the name of the hook. */
  private static final Map<String, String> CALLS = new HashMap<>();

  static {
    CLASSES.put("java.util.HashMap", WEAVE + "OrderedMap");
    CLASSES.put("java.util.HashSet", WEAVE + "OrderedSet");
    CLASSES.put("java.util.concurrent.ConcurrentHashMap", WEAVE + "OrderedConcurrentMap");
    CLASSES.put("java.util.concurrent.ConcurrentHashMap$KeySetView", WEAVE + "OrderedKeys");
    CLASSES.put("java.util.concurrent.Executors", WEAVE + "FiberExecutors");
    CLASSES.put("java.lang.Thread$Builder", WEAVE + "FiberBuilder");
    CLASSES.put("java.lang.Thread$Builder$OfVirtual", WEAVE + "FiberBuilder");
    CLASSES.put("java.lang.Thread$Builder$OfPlatform", WEAVE + "FiberBuilder");
    CLASSES.put("java.util.concurrent.ThreadLocalRandom", WEAVE + "SeededRandom");
    CLASSES.put("java.security.SecureRandom", WEAVE + "SeededRandom");
    CLASSES.put("java.util.concurrent.locks.ReentrantLock", WEAVE + "FiberLock");
    CLASSES.put("org.slf4j.LoggerFactory", WEAVE + "Logs");
    CLASSES.put(
        "org.apache.kafka.clients.consumer.KafkaConsumer",
        "io.presence.simulation.bus.BusConsumer");
    CLASSES.put(
        "org.apache.kafka.clients.consumer.Consumer", "io.presence.simulation.bus.BusReader");
    CLASSES.put(
        "io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration",
        "io.presence.simulation.bus.BusConfiguration");
    CLASSES.put(
        "io.micronaut.configuration.kafka.config.KafkaConsumerConfiguration",
        "io.presence.simulation.bus.BusConfiguration");
    // The socket, which is Netty's.
    CLASSES.put(
        "io.presence.gateway.channel.ClientChannel",
        "io.presence.gateway.channel.SimulatedChannel");
    // The tables, which are Postgres's.
    CLASSES.put("io.presence.lastseen.LastSeenTable", "io.presence.lastseen.SimulatedTable");

    call("java.lang.System", "nanoTime");
    call("java.lang.System", "currentTimeMillis");
    call("java.util.concurrent.locks.LockSupport", "parkNanos");
    call("java.util.concurrent.ForkJoinPool", "commonPool");
    call("java.time.Instant", "now", "instantNow");
    call("java.lang.Thread", "sleep");
    call("java.lang.Thread", "ofVirtual", "thread");
    call("java.lang.Thread", "ofPlatform", "thread");
    call("java.lang.Thread", "currentThread");
    call("java.util.concurrent.TimeUnit", "sleep", "unitSleep");
    call("java.util.concurrent.locks.LockSupport", "unpark");
    call("java.util.concurrent.CompletableFuture", "join");
    call("java.util.concurrent.CompletableFuture", "get");
    call("java.util.concurrent.CompletableFuture", "delayedExecutor");
    call("java.util.concurrent.Future", "get");
    call("java.util.concurrent.CountDownLatch", "await", "latchAwait");
    call("java.util.concurrent.BlockingQueue", "poll");
    call("java.util.concurrent.BlockingQueue", "take");
    call("java.util.concurrent.BlockingQueue", "offer");
    call("java.util.concurrent.Semaphore", "acquire");
    call("java.util.concurrent.Semaphore", "tryAcquire");
    call("java.util.concurrent.Semaphore", "release");
    call("java.util.Set", "of", "setOf");
    call("java.util.Set", "copyOf", "setCopyOf");
    call("java.util.Map", "of", "mapOf");
    call("java.util.Map", "copyOf", "mapCopyOf");
    call("java.util.stream.Collectors", "toUnmodifiableSet");
    call("java.util.stream.Collectors", "toSet");
    call("java.util.stream.Collectors", "toUnmodifiableMap");
    call("java.util.stream.Collectors", "toMap");
    for (String waiting : List.of("wait", "notify", "notifyAll")) {
      call("java.lang.Object", waiting, "object" + waiting);
    }
  }

  private Replaced() {}

  private static void call(String owner, String name) {
    call(owner, name, name);
  }

  private static void call(String owner, String name, String hook) {
    CALLS.put(owner + "." + name, hook);
  }

  /**
   * @param all not only what is replaced in libraries, too
   */
  static boolean isReplaced(InvokeInstruction call, boolean all) {
    String key = key(call);
    if (!CALLS.containsKey(key)) {
      return isObjects(call) && all;
    }
    return all
        || key.endsWith(".nanoTime")
        || key.endsWith(".currentTimeMillis")
        || key.endsWith(".parkNanos")
        || key.endsWith(".commonPool");
  }

  static String hook(InvokeInstruction call, boolean all) {
    if (!all && call.name().equalsString("nanoTime")) {
      return "libraryNanoTime";
    }
    if (!all && call.name().equalsString("currentTimeMillis")) {
      return "libraryMillis";
    }
    String hook = CALLS.get(key(call));
    return hook == null ? "object" + call.name().stringValue() : hook;
  }

  /** Compilers name the class at hand as the owner of {@code this.wait()}. */
  private static boolean isObjects(InvokeInstruction call) {
    String name = call.name().stringValue();
    String type = call.type().stringValue();
    return (name.equals("wait") && (type.equals("()V") || type.equals("(J)V")))
        || ((name.equals("notifyAll") || name.equals("notify")) && type.equals("()V"));
  }

  private static String key(InvokeInstruction call) {
    return call.owner().asInternalName().replace('/', '.') + "." + call.name().stringValue();
  }
}
