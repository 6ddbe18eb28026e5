package io.presence.graph.relations;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.limit.GraphBound;
import io.presence.graph.people.PersonLock;
import io.presence.web.Caller;
import io.presence.web.docs.AnswersProblems;
import io.presence.web.limit.Bounds;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/users/{id}/blocks}: a block hides both people from each other and keeps the contact.
 * Answers are the same whoever the other is, known or not.
 */
@Tag(name = "blocks")
@AnswersProblems
@Controller("/v1/users/{id}/blocks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class BlocksController {
  private final RelationRows relations;
  private final BlockRows blocks;
  private final PersonLock lock;
  private final RelationLimits limits;
  private final GraphChanges changes;
  private final Audit audit;
  private final Bounds bounds;

  BlocksController(
      RelationRows relations,
      BlockRows blocks,
      PersonLock lock,
      RelationLimits limits,
      GraphChanges changes,
      Audit audit,
      Bounds bounds) {
    this.relations = relations;
    this.blocks = blocks;
    this.lock = lock;
    this.limits = limits;
    this.changes = changes;
    this.audit = audit;
    this.bounds = bounds;
  }

  /**
   * Whom they have blocked.
   *
   * @return a page of people, by id
   */
  @Get
  Page<Related> blocks(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    caller.requireMayRead(id);
    Page.requireLimit(limit);
    return Page.of(relations.blocks(id, Page.start(after), limit + 1), limit, Related::userId);
  }

  /** Blocks somebody; returns once neither is shown to the other any more. Idempotent. */
  @Put("/{blocked}")
  @Status(HttpStatus.NO_CONTENT)
  void block(@Parameter(hidden = true) Caller caller, UserId id, UserId blocked) {
    caller.requireMayEdit(id);
    Pair.requireOther("blocked", id, blocked);
    Pair pair = Pair.of(id, blocked);
    changes.commit(effects -> {
      // It copies what the two are called: from nobody who leaves meanwhile.
      lock.take(pair.lower());
      lock.take(pair.higher());
      boolean changed = insert(id, blocked, effects);
      if (changed) {
        audit.ofPair(caller, "block.put", id, blocked, null, Map.of("blocked", blocked));
      }
      return changed;
    });
  }

  private boolean insert(UserId id, UserId blocked, Effects effects) {
    boolean changed = blocks.insert(id, blocked) > 0;
    if (changed && blocks.count(id) > limits.maxBlocks()) {
      throw bounds.reached(
          GraphBound.BLOCKS_PER_USER,
          "at most %d people may be blocked; remove some first".formatted(limits.maxBlocks()));
    }
    effects.between(id, blocked, changed);
    return changed;
  }

  /** Lifts the block; the contact, if there was one, is as before. Idempotent. */
  @Delete("/{blocked}")
  @Status(HttpStatus.NO_CONTENT)
  void unblock(@Parameter(hidden = true) Caller caller, UserId id, UserId blocked) {
    caller.requireMayEdit(id);
    Pair.requireOther("blocked", id, blocked);
    changes.commit(effects -> {
      boolean changed = blocks.remove(id, blocked) > 0;
      effects.between(id, blocked, changed);
      if (changed) {
        audit.ofPair(caller, "block.delete", id, blocked, Map.of("blocked", blocked), null);
      }
      return changed;
    });
  }
}
