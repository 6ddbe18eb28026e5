package io.presence.graph.changes;

import io.micronaut.transaction.TransactionOperations;
import io.presence.contracts.UserId;
import io.presence.graph.audiences.AudienceSizes;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Notices whose audience has crossed the push limit, and lets it be known like any change of the
 * graph: a row of the outbox in the transaction, then a raised version, then a record.
 */
@Singleton
class Crossings {
  private final TransactionOperations<Connection> transactions;
  private final AudienceSizes sizes;
  private final Outbox outbox;
  private final Versions versions;

  Crossings(
      TransactionOperations<Connection> transactions,
      AudienceSizes sizes,
      Outbox outbox,
      Versions versions) {
    this.transactions = transactions;
    this.sizes = sizes;
    this.outbox = outbox;
    this.versions = versions;
  }

  /**
   * Looks at people whose contacts have changed, after that was committed. In a transaction, or in
   * the caller's.
   *
   * @return those who have crossed; to be {@link #tell told} of once the transaction is committed
   */
  List<UserId> settle(Collection<UserId> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    return transactions.executeWrite(status -> {
      List<Touch> crossed = new ArrayList<>();
      // In one order, so that two transactions never wait for each other.
      for (UserId user : new TreeSet<>(sizes.misplaced(users))) {
        Boolean pullOnly = sizes.place(user);
        if (pullOnly != null) {
          crossed.add(Touch.crossed(user, pullOnly));
        }
      }
      outbox.append(crossed);
      return crossed.stream().map(Touch::user).toList();
    });
  }

  /** Raises the versions of those who have crossed; what fails, the relay does later. */
  void tell(List<UserId> crossed) {
    if (crossed.isEmpty()) {
      return;
    }
    List<OutboxRow> rows = outbox.untold(crossed);
    try {
      Map<UserId, Long> raised = versions.bump(rows);
      outbox.told(rows, raised);
    } catch (StoreUnavailableException e) {
      // Counted where it happened; the rows stay until Redis knows.
    }
  }
}
