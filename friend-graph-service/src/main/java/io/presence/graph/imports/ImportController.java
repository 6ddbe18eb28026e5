package io.presence.graph.imports;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/import/contacts}, for admins. */
@Controller("/v1/import/contacts")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ImportController {
  private final ContactImport imports;

  ImportController(ContactImport imports) {
    this.imports = imports;
  }

  /** Lines {@code a b}. Safe to repeat, also after it broke off. */
  @Post
  @Consumes(MediaType.TEXT_PLAIN)
  ImportReport lines(Caller caller, @Body @Nullable InputStream body) throws IOException {
    caller.requireAdmin();
    return imports.run(body == null ? InputStream.nullInputStream() : body);
  }

  @Post
  @Consumes("application/x-ndjson")
  ImportReport json(Caller caller) {
    caller.requireAdmin();
    throw ProblemException.notOffered("import of NDJSON (send text/plain, a line for each pair)");
  }
}
