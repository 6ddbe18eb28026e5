package io.presence.local.run;

import io.presence.local.home.Refusal;

/**
 * Who listens where. All ports move together.
 *
 * @param base the first gateway's port
 */
public record Ports(int base) {
  public static final int DEFAULT_BASE = 8080;
  public static final int MAX_GATEWAYS = 16;
  private static final int LOWEST_BASE = 1024;
  private static final int HIGHEST = 19093;
  private static final int HIGHEST_BASE = 65535 - (HIGHEST - DEFAULT_BASE);

  public Ports {
    if (base < LOWEST_BASE || base > HIGHEST_BASE) {
      throw new Refusal(
          "--port-base must be %d to %d, so that every port exists and needs no special right; got %d."
              .formatted(LOWEST_BASE, HIGHEST_BASE, base));
    }
  }

  /**
   * @param number from 1: 8080, then 8090, 8091 …
   */
  public int gateway(int number) {
    return at(number == 1 ? 8080 : 8090 + number - 2);
  }

  public int heartbeatFunction() {
    return at(8081);
  }

  public int expiryWorker() {
    return expiryWorker(1);
  }

  /**
   * @param number from 1: 8082, then 8110, 8111 …
   */
  public int expiryWorker(int number) {
    return at(number == 1 ? 8082 : 8110 + number - 2);
  }

  public int friendGraphService() {
    return at(8083);
  }

  public int lastSeenPersister() {
    return at(8084);
  }

  public int redis() {
    return at(16379);
  }

  /**
   * @param number from 1: the first stands where a single Redis does
   */
  public int redisNode(int number) {
    return redis() + number - 1;
  }

  /** Where the nodes of a Redis Cluster talk to each other. */
  int redisBus(int number) {
    return redisNode(number) + 100;
  }

  public int kafka() {
    return at(19092);
  }

  int kafkaController() {
    return at(HIGHEST);
  }

  public int postgres() {
    return at(15432);
  }

  private int at(int usual) {
    return usual + base - DEFAULT_BASE;
  }
}
