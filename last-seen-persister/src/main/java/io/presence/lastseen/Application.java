package io.presence.lastseen;

import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/**
 * Starts last-seen-persister. Exits if Postgres does not answer: whoever started it tries again.
 */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Presence: last-seen-persister",
            version = "1",
            description =
                "Figures of days and the history of sessions, for admins and support. Errors are"
                    + " RFC 9457 problem documents."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT")
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
