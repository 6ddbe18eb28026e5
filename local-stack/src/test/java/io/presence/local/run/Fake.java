package io.presence.local.run;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A component for tests, in a process of its own. {@code ready PORT} serves until told to stop;
 * {@code dying PORT} does until its page {@code /die} is read; {@code broken} fails at start;
 * {@code deaf PORT} serves and does not stop when told.
 */
final class Fake {
  private Fake() {}

  static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            JavaCommand.of(
                "32m",
                List.of("-cp", System.getProperty("java.class.path")),
                List.of(Fake.class.getName())));
    command.addAll(List.of(arguments));
    return command;
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("broken")) {
      System.out.println("INFO about to fail");
      System.out.println("ERROR the setting X must be positive, got -1");
      System.exit(7);
    }
    if (args[0].equals("deaf")) {
      Runtime.getRuntime().addShutdownHook(new Thread(Fake::sleepForever));
    }
    int port = Integer.parseInt(args[1]);
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext("/die", exchange -> Runtime.getRuntime().halt(9));
    server.start();
    System.out.println("INFO serving");
  }

  private static void sleepForever() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
