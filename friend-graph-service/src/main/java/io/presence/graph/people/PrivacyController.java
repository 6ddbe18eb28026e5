package io.presence.graph.people;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibilityPolicy;
import io.presence.graph.Precondition;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.web.Caller;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/users/{id}/privacy}: who may see a person's status and last seen. */
@Tag(name = "privacy")
@AnswersProblems
@Controller("/v1/users/{id}/privacy")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class PrivacyController {
  private final PrivacyRows rows;
  private final PersonLock lock;
  private final LastSeenHiding hiding;
  private final VisibilityPolicy policy;
  private final GraphChanges changes;
  private final Audit audit;

  PrivacyController(
      PrivacyRows rows,
      PersonLock lock,
      LastSeenHiding hiding,
      VisibilitySettings settings,
      GraphChanges changes,
      Audit audit) {
    this.rows = rows;
    this.lock = lock;
    this.hiding = hiding;
    this.policy = settings.policy();
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * What holds, set by the person or not, with its {@code ETag}.
   *
   * @return the settings
   */
  @Get
  HttpResponse<Privacy.Settings> privacy(@Parameter(hidden = true) Caller caller, UserId id) {
    caller.requireMayRead(id);
    return answer(read(id));
  }

  /**
   * Changes the settings that are named; returns once they are in force. Idempotent. With {@code
   * If-Match} only if nobody has changed the settings since they were read; without, the last write
   * wins.
   *
   * @return the settings as they are now
   */
  @Put
  HttpResponse<Privacy.Settings> setPrivacy(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      @Body PrivacyEdit edit) {
    caller.requireMayEdit(id);
    edit.require();
    Precondition precondition = new Precondition(ifMatch, ifNoneMatch);
    Applied applied = changes.commit(effects -> apply(caller, id, edit, precondition, effects));
    catchUp(id, applied.written().contacts());
    return answer(applied.settings());
  }

  private void catchUp(UserId id, @Nullable Set<UserId> contacts) {
    if (contacts != null) {
      changes.commit(effects -> {
        hiding.catchUp(id, contacts, effects);
        return id;
      });
    }
  }

  private record Applied(Privacy.Settings settings, LastSeenHiding.Written written) {}

  private Applied apply(
      Caller caller, UserId id, PrivacyEdit edit, Precondition precondition, Effects effects) {
    lock.take(id);
    Privacy.Settings before = read(id);
    precondition.require("the privacy of " + id, before.etag());
    LastSeenHiding.Written written =
        hiding.around(
            id, effects, () -> rows.put(id, edit.showOnlineStatus(), edit.showLastSeen()) > 0);
    effects.of(id, written.changed());
    Privacy.Settings after = read(id);
    if (written.changed()) {
      audit.ofPerson(caller, "privacy.put", id, before, after);
    }
    return new Applied(after, written);
  }

  private Privacy.Settings read(UserId id) {
    return Privacy.Settings.of(rows.findByUserId(id).orElse(null), policy);
  }

  private static HttpResponse<Privacy.Settings> answer(Privacy.Settings settings) {
    return HttpResponse.ok(settings).header(HttpHeaders.ETAG, settings.etag().text());
  }
}
