package io.presence.store;

/** The door to the data model. Two implementations: Redis, and the in-memory twin. */
public interface PresenceStore {
  /** The write path of sessions: heartbeat-function, and a gateway that cannot reach it. */
  Sessions sessions();

  /** What time decides: expiry-worker. */
  Deadlines deadlines();

  /** Lookups. */
  PresenceReader reader();

  /** Changes until Kafka has acknowledged them. */
  ChangeLedger ledger();

  /** Versions of who may see whom. */
  GraphVersions graphVersions();

  /** Who has changed lately, shard by shard. */
  ChangeTail changeTail();

  /** Whether what is missing is gone, or not there yet. */
  Epochs epochs();

  /** Which gateways live, and who is connected to them. */
  Gateways gateways();

  /** What changed lately. */
  RecentChanges recentChanges();

  /** Who watches which room. */
  RoomWatches roomWatches();

  /** Which gateways watch whom, contacts or not. */
  Watches watches();
}
