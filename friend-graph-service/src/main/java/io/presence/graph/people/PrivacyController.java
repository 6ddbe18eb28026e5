package io.presence.graph.people;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.web.Caller;

/** {@code /v1/users/{id}/privacy}: who may see a person's status and last seen. */
@Controller("/v1/users/{id}/privacy")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class PrivacyController {
  private final PrivacyRows rows;
  private final GraphChanges changes;

  PrivacyController(PrivacyRows rows, GraphChanges changes) {
    this.rows = rows;
    this.changes = changes;
  }

  @Get
  Privacy.Settings get(Caller caller, UserId id) {
    caller.requireMayRead(id);
    return read(id);
  }

  /** Returns once it is in force. Idempotent. */
  @Put
  Privacy.Settings put(Caller caller, UserId id, @Body PrivacyEdit edit) {
    caller.requireMayEdit(id);
    edit.require();
    return changes.commit(effects -> apply(id, edit, effects));
  }

  private Privacy.Settings apply(UserId id, PrivacyEdit edit, Effects effects) {
    boolean unset = edit.isDefault() && rows.findByUserId(id).isEmpty();
    int changed = unset ? 0 : rows.put(id, edit.showOnlineStatus(), edit.showLastSeen());
    effects.of(id, changed > 0);
    return read(id);
  }

  private Privacy.Settings read(UserId id) {
    return rows.findByUserId(id).map(Privacy::settings).orElse(Privacy.Settings.UNLESS_SET);
  }
}
