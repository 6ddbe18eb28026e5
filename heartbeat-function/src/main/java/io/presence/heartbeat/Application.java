package io.presence.heartbeat;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** heartbeat-function as a process of its own. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Presence: heartbeat-function",
            version = "1",
            description =
                "Heartbeats of clients without a socket. Errors are RFC 9457 problem documents."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT")
public final class Application {
  private Application() {}

  /** Starts the service; see {@code application.yml} for what the environment sets. */
  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
