package io.presence.graph.audit;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.EvictionNote;
import io.swagger.v3.oas.annotations.Hidden;

/**
 * {@code POST /internal/v1/audit/evictions}: for services, by their key. What admins did elsewhere
 * stands beside what they did here.
 */
@Hidden
@Controller("/internal/v1/audit/evictions")
@ExecuteOn(TaskExecutors.BLOCKING)
class EvictionsController {
  private final Audit audit;

  EvictionsController(Audit audit) {
    this.audit = audit;
  }

  /** An eviction that ended nothing leaves no row. */
  @Connectable
  @Post
  @Status(HttpStatus.NO_CONTENT)
  void note(@Body EvictionNote note) {
    if (!note.ended().sessions().isEmpty()) {
      audit.ofSessions(note.actor(), note.ended().userId(), note.ended());
    }
  }
}
