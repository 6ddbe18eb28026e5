package io.presence.gateway;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.presence.gateway.life.Departure;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/**
 * Starts connection-service. Not by {@code Micronaut.run}, whose way to stop cuts all sockets
 * before anybody is asked: here the {@link Departure} comes first.
 */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Presence: connection-service",
            version = "1",
            description =
                "Lookups of presence, with the same visibility as on the WebSocket, and"
                    + " what support asks. Errors are RFC 9457 problem documents."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT")
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
