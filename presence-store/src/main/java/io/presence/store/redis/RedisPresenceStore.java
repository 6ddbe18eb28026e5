package io.presence.store.redis;

import io.micronaut.serde.ObjectMapper;
import io.presence.store.ChangeLedger;
import io.presence.store.ChangeTail;
import io.presence.store.Deadlines;
import io.presence.store.Epochs;
import io.presence.store.Gateways;
import io.presence.store.GraphVersions;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import io.presence.store.RoomWatches;
import io.presence.store.Sessions;
import io.presence.store.StoreSettings;
import io.presence.store.Watches;

/** The data model on Redis. Owns nothing: the connections belong to the caller. */
public final class RedisPresenceStore implements PresenceStore {
  private final Sessions sessions;
  private final Deadlines deadlines;
  private final PresenceReader reader;
  private final ChangeLedger ledger;
  private final GraphVersions graphVersions;
  private final ChangeTail changeTail;
  private final Epochs epochs;
  private final Gateways gateways;
  private final RecentChanges recentChanges;
  private final RoomWatches roomWatches;
  private final Watches watches;

  RedisPresenceStore(RedisNodes nodes, StoreSettings settings, ObjectMapper mapper) {
    RedisKeys keys = new RedisKeys(settings.sharding());
    ScriptJson json = new ScriptJson(mapper);
    String scriptSettings = ScriptJson.settings(settings);
    ReportScripts scripts = new ReportScripts(nodes, keys, json, settings);
    this.sessions =
        new RedisSessions(new HotPath(nodes, keys, scripts, settings.ttl().toMillis()), scripts);
    this.deadlines = new RedisDeadlines(nodes, keys, json, new ExpiredLeases(nodes), settings);
    this.reader =
        new RedisPresenceReader(nodes, keys, json, settings.sharding(), settings.ttl().toMillis());
    this.changeTail = new RedisChangeTail(nodes, keys);
    this.epochs =
        new RedisEpochs(nodes, keys, settings.sharding().all(), settings.ttl().toMillis());
    this.ledger = new RedisChangeLedger(nodes, keys, json, scriptSettings);
    this.graphVersions = new RedisGraphVersions(nodes, keys);
    this.gateways = new RedisGateways(nodes, keys);
    this.recentChanges = new RedisRecentChanges(nodes, keys, settings.sharding());
    this.roomWatches = new RedisRoomWatches(nodes, keys);
    this.watches = new RedisWatches(nodes, keys, settings.watchLease().toMillis());
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public PresenceReader reader() {
    return reader;
  }

  @Override
  public ChangeLedger ledger() {
    return ledger;
  }

  @Override
  public GraphVersions graphVersions() {
    return graphVersions;
  }

  @Override
  public ChangeTail changeTail() {
    return changeTail;
  }

  @Override
  public Epochs epochs() {
    return epochs;
  }

  @Override
  public Gateways gateways() {
    return gateways;
  }

  @Override
  public RecentChanges recentChanges() {
    return recentChanges;
  }

  @Override
  public RoomWatches roomWatches() {
    return roomWatches;
  }

  @Override
  public Watches watches() {
    return watches;
  }
}
