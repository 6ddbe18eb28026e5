package io.presence.graph.people;

import io.presence.contracts.UserId;
import io.presence.graph.Precondition;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.limit.GraphBound;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How people make exceptions for one another. A write returns once it is in force. */
@Singleton
class Exceptions {
  private final ExceptionTable table;
  private final PersonLock lock;
  private final PeopleLimits limits;
  private final GraphChanges changes;
  private final Audit audit;
  private final Bounds bounds;

  Exceptions(
      ExceptionTable table,
      PersonLock lock,
      PeopleLimits limits,
      GraphChanges changes,
      Audit audit,
      Bounds bounds) {
    this.table = table;
    this.lock = lock;
    this.limits = limits;
    this.changes = changes;
    this.audit = audit;
    this.bounds = bounds;
  }

  /**
   * @throws ProblemException 409 if the user would have too many, 412
   */
  ExceptionFor put(
      Caller caller, UserId user, UserId person, ExceptionEdit edit, Precondition precondition) {
    BooleanSupplier put = () -> put(user, person, edit);
    return write(caller, user, person, "privacy.exception.put", precondition, put).orElseThrow();
  }

  private boolean put(UserId user, UserId person, ExceptionEdit edit) {
    boolean changed = table.put(user, person, edit);
    if (changed && table.count(user) > limits.maxPrivacyExceptions()) {
      throw bounds.reached(
          GraphBound.EXCEPTIONS_PER_USER,
          "at most %d people may have an exception; remove some first"
              .formatted(limits.maxPrivacyExceptions()));
    }
    return changed;
  }

  /**
   * @throws ProblemException 412
   */
  void remove(Caller caller, UserId user, UserId person, Precondition precondition) {
    BooleanSupplier remove = () -> table.remove(user, person);
    var _ = write(caller, user, person, "privacy.exception.delete", precondition, remove);
  }

  /**
   * @param write says whether it changed anything
   */
  private Optional<ExceptionFor> write(
      Caller caller,
      UserId user,
      UserId person,
      String action,
      Precondition precondition,
      BooleanSupplier write) {
    return changes.commit(effects -> {
      lock.take(user);
      @Nullable ExceptionFor before = table.find(user, person).orElse(null);
      precondition.require(
          "the exception of %s for %s".formatted(user, person),
          before == null ? null : before.etag());
      boolean changed = write.getAsBoolean();
      effects.between(user, person, changed);
      Optional<ExceptionFor> after = table.find(user, person);
      if (changed) {
        audit.ofPair(caller, action, user, person, before, after.orElse(null));
      }
      return after;
    });
  }
}
