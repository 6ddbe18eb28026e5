package io.presence.gateway;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.presence.gateway.life.Departure;

/**
 * Starts connection-service. Not by {@code Micronaut.run}, whose way to stop cuts all sockets
 * before anybody is asked: here the {@link Departure} comes first.
 */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    ApplicationContext context =
        ApplicationContext.builder().args(args).mainClass(Application.class).start();
    EmbeddedServer server = context.getBean(EmbeddedServer.class);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context, server), "departure"));
    server.start();
  }

  private static void stop(ApplicationContext context, EmbeddedServer server) {
    context.getBean(Departure.class).leave();
    server.stop();
    context.close();
  }
}
