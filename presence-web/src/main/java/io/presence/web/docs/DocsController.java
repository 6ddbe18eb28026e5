package io.presence.web.docs;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** Serves the description and the page that shows it; open to everybody, like the source is. */
@Controller
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
// A function's API lets no browser in, and its zip has no pages.
@Requires(resources = "classpath:" + DocsController.DESCRIPTION, notEnv = "lambda")
class DocsController {
  static final String DESCRIPTION = "META-INF/swagger/openapi.yml";
  private static final String OWN = "io/presence/web/docs/";
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** Nothing from elsewhere runs on the page; Swagger UI draws with inline styles and data URLs. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "init.js", "text/javascript",
          "swagger-ui-bundle.js", "text/javascript",
          "swagger-ui.css", "text/css");

  private final ResourceLoader resources;
  private final String assets;

  DocsController(ResourceLoader resources) {
    this.resources = resources;
    Properties webjar = new Properties();
    try (InputStream in = open(WEBJAR_POM)) {
      webjar.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assets = WEBJAR + webjar.getProperty("version") + "/";
  }

  @Get("/v1/openapi.yml")
  HttpResponse<byte[]> description() {
    return answer(DESCRIPTION, "application/yaml");
  }

  @Get("/docs")
  HttpResponse<byte[]> page() {
    return answer(OWN + "index.html", MediaType.TEXT_HTML);
  }

  @Get("/docs/{name}")
  HttpResponse<byte[]> asset(String name) {
    String type = TYPES.get(name);
    if (type == null) {
      throw ProblemException.notFound("the page is /docs");
    }
    return answer((name.equals("init.js") ? OWN : assets) + name, type);
  }

  private HttpResponse<byte[]> answer(String resource, String type) {
    try (InputStream in = open(resource)) {
      return HttpResponse.ok(in.readAllBytes())
          .contentType(MediaType.of(type + ";charset=utf-8"))
          .header("Content-Security-Policy", POLICY)
          .header("X-Content-Type-Options", "nosniff");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(String resource) {
    return resources
        .getResourceAsStream("classpath:" + resource)
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + resource));
  }
}
