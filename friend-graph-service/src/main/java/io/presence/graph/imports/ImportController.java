package io.presence.graph.imports;

import io.micronaut.http.HttpRequest;
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
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "imports")
@AnswersProblems
@Controller("/v1/import/contacts")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ImportController {
  static final String IMPORT_ID = "Import-Id";
  private static final String NDJSON = "application/x-ndjson";
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

  /**
   * Makes pairs of people contacts, a pair a line: {@code a b} as text, {@code {"a": …, "b": …}} as
   * JSON. Answers at the end; a bad line is counted and keeps no other from being stored.
   *
   * @return what has become of the lines
   */
  @Post
  @Consumes({MediaType.TEXT_PLAIN, NDJSON})
  HttpResponse<ImportReport> importContacts(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Header(IMPORT_ID) @Nullable String asked,
      @Body @Nullable InputStream body)
      throws IOException {
    caller.requireAdmin();
    String id = asked == null ? UUID.randomUUID().toString() : requireId(asked);
    InputStream lines = body == null ? InputStream.nullInputStream() : body;
    return HttpResponse.ok(imports.run(caller.userId(), id, formatOf(request), lines))
        .header(IMPORT_ID, id);
  }

  private PairFormat formatOf(HttpRequest<?> request) {
    return request.getContentType().filter(type -> type.getName().equals(NDJSON)).isPresent()
        ? ndjson
        : text;
  }

  private static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw ProblemException.invalid(
          "%s must be 1-64 characters of [A-Za-z0-9._-], got %d: %s"
              .formatted(IMPORT_ID, id.length(), Quoted.of(id)));
    }
    return id;
  }

  /**
   * The newest imports, which are all that are kept.
   *
   * @return the imports, the newest first
   */
  @Get
  Page<ImportState> imports(@Parameter(hidden = true) Caller caller) {
    Reads.requireSupport(caller);
    return new Page<>(states.newest(ImportStates.KEPT), null);
  }

  /**
   * How far an import has come; readable while it runs.
   *
   * @return how far it has come
   */
  @Get("/{id}")
  ImportState importState(@Parameter(hidden = true) Caller caller, String id) {
    Reads.requireSupport(caller);
    return states
        .find(requireId(id))
        .orElseThrow(() ->
            ProblemException.notFound(
                "import %s is not among the newest %d".formatted(id, ImportStates.KEPT)));
  }
}
