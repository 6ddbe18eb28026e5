package io.presence.graph.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.EvictionNote;
import io.presence.contracts.SessionId;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;

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

  /** Two rows for one eviction: who is about to do it, and what came of it. */
  @Connectable
  @Post
  @Status(HttpStatus.NO_CONTENT)
  void note(@Body EvictionNote note) {
    if (note.ended() == null) {
      audit.ofEviction(note.actor(), "sessions.ending", note.userId(), new Asked(note.only()));
    } else {
      audit.ofEviction(note.actor(), "sessions.ended", note.userId(), note.ended());
    }
  }

  /**
   * @param only these sessions; empty for all
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Asked(List<SessionId> only) {}
}
