package io.presence.local.servers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Redis servers on loopback that are, or become, one cluster: what an operator does with it. Needs
 * no redis-cli. For one thread.
 */
public final class RedisCluster {
  static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String HOST = "127.0.0.1";

  private final List<Address> addresses;

  public RedisCluster(List<Address> addresses) {
    this.addresses = new ArrayList<>(addresses);
  }

  /**
   * Where one server listens.
   *
   * @param bus the port that the nodes talk to each other on
   */
  public record Address(int port, int bus) {}

  /**
   * Makes a cluster of servers that run: the first ones share the slots, the others are replicas of
   * one of them each. Returns when every node says that all is well. One that stands already is
   * left as it is, and only waited for; its nodes may listen elsewhere than when they last ran.
   */
  public void form(int primaries) {
    await(
        "all servers of the cluster to answer",
        () -> addresses.stream().allMatch(address -> Ready.redis(address.port())));
    if (!isFormed()) {
      shareSlots(primaries);
      for (Address other : addresses.subList(1, addresses.size())) {
        meet(other);
      }
      await(
          "the nodes to know each other",
          () -> addresses.stream().allMatch(address -> knowsAll(address.port())));
      for (int i = primaries; i < addresses.size(); i++) {
        String primary = idOf(addresses.get(i % primaries).port());
        RedisWire.ask(addresses.get(i).port(), "CLUSTER", "REPLICATE", primary);
      }
    } else if (!addresses.stream().allMatch(address -> knowsAll(address.port()))) {
      // What others say of a node that has moved counts for little: each must hear it from itself.
      addresses.forEach(one -> addresses.forEach(other -> meet(one, other)));
    }
    awaitOk();
  }

  private boolean isFormed() {
    return info(addresses.getFirst().port()).contains("cluster_slots_assigned:" + SLOTS);
  }

  private void shareSlots(int primaries) {
    for (int i = 0; i < primaries; i++) {
      int port = addresses.get(i).port();
      int from = SLOTS * i / primaries;
      int to = SLOTS * (i + 1) / primaries - 1;
      RedisWire.ask(port, "CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
      RedisWire.ask(port, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
  }

  private void meet(Address other) {
    meet(addresses.getFirst(), other);
  }

  private static void meet(Address one, Address other) {
    RedisWire.ask(
        one.port(),
        "CLUSTER",
        "MEET",
        HOST,
        Integer.toString(other.port()),
        Integer.toString(other.bus()));
  }

  /** Takes in a server that runs and is empty; it holds no slots yet. */
  public void join(Address fresh) {
    addresses.add(fresh);
    meet(fresh);
    await("the new node to be known", () -> addresses.stream().allMatch(a -> knowsAll(a.port())));
    awaitOk();
  }

  RedisCluster.Address addressOf(int port) {
    return addresses.stream().filter(address -> address.port() == port).findFirst().orElseThrow();
  }

  /**
   * Waits until every node says that all is well, replicas have what their primaries have, and all
   * agree on who is what.
   */
  public void awaitOk() {
    await(
        "the cluster to be well",
        () -> {
          List<Integer> primaries = new ArrayList<>();
          for (Address address : addresses) {
            if (!isOk(address.port()) || !isSynced(address)) {
              return false;
            }
            if (isPrimary(address.port())) {
              primaries.add(address.port());
            }
          }
          return addresses.stream().allMatch(address -> sees(address.port(), primaries));
        });
  }

  private static boolean sees(int port, List<Integer> primaries) {
    return nodes(port).stream()
        .allMatch(node -> node.is("master") == primaries.contains(node.port()));
  }

  private static boolean isPrimary(int port) {
    return role(port).getFirst().equals("master");
  }

  private static List<?> role(int port) {
    return (List<?>) Objects.requireNonNull(RedisWire.ask(port, "ROLE"));
  }

  /** Whether a node says that all is well; false also if it does not answer. */
  public static boolean isOk(int port) {
    try {
      return info(port).contains("cluster_state:ok");
    } catch (UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  private static String info(int port) {
    return RedisWire.text(port, "CLUSTER", "INFO");
  }

  private static boolean isSynced(Address address) {
    List<?> role = role(address.port());
    return role.getFirst().equals("master") || role.get(3).equals("connected");
  }

  private boolean knowsAll(int port) {
    List<Node> nodes = nodes(port);
    List<Integer> ports = addresses.stream().map(Address::port).sorted().toList();
    return nodes.stream().map(Node::port).sorted().toList().equals(ports)
        && nodes.stream().noneMatch(node -> node.is("handshake"));
  }

  /** The slot of a key. */
  public int slotOf(String key) {
    return Integer.parseInt(RedisWire.text(addresses.getFirst().port(), "CLUSTER", "KEYSLOT", key));
  }

  /** The port of the primary that holds a slot. */
  public int primaryOf(int slot) {
    return nodes().stream()
        .filter(node -> node.is("master") && !node.is("fail") && node.holds(slot))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody holds slot " + slot))
        .port();
  }

  /** The ports of those that hold slots. */
  public List<Integer> primaries() {
    return nodes().stream()
        .filter(node -> node.is("master") && !node.is("fail") && !node.slots().isEmpty())
        .map(Node::port)
        .toList();
  }

  /** The ports of a primary's replicas that are well. */
  public List<Integer> replicasOf(int primary) {
    String id = idOf(primary);
    return nodes().stream()
        .filter(node -> node.is("slave") && !node.is("fail") && node.primary().equals(id))
        .map(Node::port)
        .toList();
  }

  /** Makes a replica the primary, in agreement with the one that it replaces; loses nothing. */
  public void promote(int replica) {
    RedisWire.ask(replica, "CLUSTER", "FAILOVER");
    awaitPrimary(replica);
  }

  /** Waits until a replica has been made the primary, for instance because that died. */
  public void awaitPrimary(int replica) {
    await(
        "port " + replica + " to be promoted",
        () -> isPrimary(replica) && primaries().contains(replica));
  }

  /** Moves a slot with all that is in it, as an operator does while clients go on. */
  public void move(int slot, int to) {
    SlotMove move = beginMove(slot, to);
    move.keys();
    move.end();
  }

  /** Opens a slot at both ends; until {@link SlotMove#end} its keys may be at either. */
  public SlotMove beginMove(int slot, int to) {
    int from = primaryOf(slot);
    String number = Integer.toString(slot);
    RedisWire.ask(to, "CLUSTER", "SETSLOT", number, "IMPORTING", idOf(from));
    RedisWire.ask(from, "CLUSTER", "SETSLOT", number, "MIGRATING", idOf(to));
    return new SlotMove(this, slot, from, to);
  }

  void assign(int slot, int to) {
    String id = idOf(to);
    List<Integer> told = new ArrayList<>(List.of(to));
    told.addAll(primaries());
    for (int port : told) {
      RedisWire.ask(port, "CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
    }
  }

  private static String idOf(int port) {
    return RedisWire.text(port, "CLUSTER", "MYID");
  }

  /** As a node that answers sees them. */
  private List<Node> nodes() {
    for (Address address : addresses) {
      try {
        return nodes(address.port());
      } catch (UncheckedIOException e) {
        // The next one may answer.
      }
    }
    throw new IllegalStateException("no node of the cluster answers");
  }

  private static List<Node> nodes(int port) {
    return RedisWire.text(port, "CLUSTER", "NODES").lines().map(Node::parse).toList();
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holdsNow(holds)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + PATIENCE + " in vain for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean holdsNow(BooleanSupplier holds) {
    try {
      return holds.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** A line of CLUSTER NODES. */
  private record Node(String id, int port, List<String> flags, String primary, List<String> slots) {
    static Node parse(String line) {
      String[] words = line.split(" ", -1);
      String address = words[1].replaceFirst("@.*", "");
      return new Node(
          words[0],
          Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
          Arrays.asList(words[2].split(",", -1)),
          words[3],
          Arrays.stream(words).skip(8).filter(slot -> !slot.startsWith("[")).toList());
    }

    boolean is(String flag) {
      return flags.contains(flag);
    }

    boolean holds(int slot) {
      return slots.stream()
          .anyMatch(range -> {
            String[] ends = range.split("-", 2);
            return Integer.parseInt(ends[0]) <= slot
                && slot <= Integer.parseInt(ends[ends.length - 1]);
          });
    }
  }
}
