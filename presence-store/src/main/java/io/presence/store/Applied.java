package io.presence.store;

import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one report. */
public sealed interface Applied {

  /**
   * Decided.
   *
   * @param result the answer to the gateway
   * @param change the transition that it caused, to be published and then confirmed; null when it
   *     caused none
   * @param evicted sessions of the user that gave way because there are too many; to be closed by
   *     their gateways
   */
  record Done(ReportResult result, @Nullable PresenceChanged change, List<Evicted> evicted)
      implements Applied {
    public Done {
      evicted = List.copyOf(evicted);
    }
  }

  /**
   * Nothing was written: the store does not know the user. Ask last-seen-persister what it keeps of
   * them and apply the report again with that, so that nothing is announced of somebody who may be
   * invisible.
   */
  record NeedsKept() implements Applied {}

  /**
   * The part of the store that keeps this user did not answer, while others did. It may have
   * happened or not: apply the report again.
   */
  record Unavailable(StoreUnavailableException why) implements Applied {}

  /** A session that gave way, and the gateway that holds its socket. */
  record Evicted(SessionId session, GatewayId gateway) {}
}
