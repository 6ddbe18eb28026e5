package io.presence.local.servers;

/** Asks for all servers in a JVM of its own, and says what it got and how many it started. */
final class PrintServers {
  private PrintServers() {}

  public static void main(String[] args) {
    System.out.println(TestServers.redisUri());
    System.out.println(TestServers.kafkaBootstrapServers());
    System.out.println(TestServers.postgresJdbcUrl("overridden"));
    System.out.println(TestServers.postgresUser());
    System.out.println("started " + ProcessHandle.current().children().count());
  }
}
