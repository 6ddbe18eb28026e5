package io.presence.graph.imports;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.ObjectMapper;
import io.presence.graph.Page;
import io.presence.graph.Quoted;
import io.presence.graph.Reads;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/import/contacts}, for admins; how imports are getting on, for support, too. Safe
 * to repeat, also after it broke off. Each import has an id, from the header {@value #IMPORT_ID} or
 * made up and answered in it: whoever wants to follow a long import chooses one.
 */
@Controller("/v1/import/contacts")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ImportController {
  static final String IMPORT_ID = "Import-Id";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ContactImport imports;
  private final ImportStates states;
  private final PairFormat text = PairFormat.text();
  private final PairFormat ndjson;

  ImportController(ContactImport imports, ImportStates states, ObjectMapper json) {
    this.imports = imports;
    this.states = states;
    this.ndjson = PairFormat.ndjson(json);
  }

  /** Lines {@code a b}. */
  @Post
  @Consumes(MediaType.TEXT_PLAIN)
  HttpResponse<ImportReport> lines(
      @Parameter(hidden = true) Caller caller,
      @Header(IMPORT_ID) @Nullable String id,
      @Body @Nullable InputStream body)
      throws IOException {
    return run(caller, id, text, body);
  }

  /** Lines {@code {"a": …, "b": …}}. */
  @Post
  @Consumes("application/x-ndjson")
  HttpResponse<ImportReport> json(
      @Parameter(hidden = true) Caller caller,
      @Header(IMPORT_ID) @Nullable String id,
      @Body @Nullable InputStream body)
      throws IOException {
    return run(caller, id, ndjson, body);
  }

  private HttpResponse<ImportReport> run(
      Caller caller, @Nullable String asked, PairFormat format, @Nullable InputStream body)
      throws IOException {
    caller.requireAdmin();
    String id = asked == null ? UUID.randomUUID().toString() : requireId(asked);
    InputStream lines = body == null ? InputStream.nullInputStream() : body;
    return HttpResponse.ok(imports.run(caller.userId(), id, format, lines)).header(IMPORT_ID, id);
  }

  private static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw ProblemException.invalid(
          "%s must be 1-64 characters of [A-Za-z0-9._-], got %d: %s"
              .formatted(IMPORT_ID, id.length(), Quoted.of(id)));
    }
    return id;
  }

  /** The newest imports, which are all that are kept. */
  @Get
  Page<ImportState> list(@Parameter(hidden = true) Caller caller) {
    Reads.requireSupport(caller);
    return new Page<>(states.newest(ImportStates.KEPT), null);
  }

  /** How far it has come; readable while it runs. */
  @Get("/{id}")
  ImportState get(@Parameter(hidden = true) Caller caller, String id) {
    Reads.requireSupport(caller);
    return states
        .find(requireId(id))
        .orElseThrow(() ->
            ProblemException.notFound(
                "import %s is not among the newest %d".formatted(id, ImportStates.KEPT)));
  }
}
