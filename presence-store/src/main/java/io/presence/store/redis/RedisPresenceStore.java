package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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

/** The data model on Redis. Owns nothing: the client and the connection belong to the caller. */
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

  /**
   * @param commands of the shared connection
   * @param client opens a connection of its own for each subscription to expired leases
   * @param uri where that is
   */
  RedisPresenceStore(
      RedisClusterAsyncCommands<String, String> commands,
      RedisClient client,
      RedisURI uri,
      StoreSettings settings,
      ObjectMapper mapper) {
    RedisNode node = new RedisNode(commands, RedisNode.TIMEOUT);
    RedisKeys keys = new RedisKeys(settings.sharding());
    ScriptJson json = new ScriptJson(mapper);
    String scriptSettings = ScriptJson.settings(settings);
    ReportScripts scripts = new ReportScripts(node, keys, json, settings);
    this.sessions =
        new RedisSessions(new HotPath(node, keys, scripts, settings.ttl().toMillis()), scripts);
    this.deadlines =
        new RedisDeadlines(node, keys, json, new ExpiredLeases(client, uri, node), settings);
    this.reader =
        new RedisPresenceReader(node, keys, json, settings.sharding(), settings.ttl().toMillis());
    this.changeTail = new RedisChangeTail(node, keys);
    this.epochs = new RedisEpochs(node, keys, settings.sharding().all(), settings.ttl().toMillis());
    this.ledger = new RedisChangeLedger(node, keys, json, scriptSettings);
    this.graphVersions = new RedisGraphVersions(node, keys);
    this.gateways = new RedisGateways(node, keys);
    this.recentChanges = new RedisRecentChanges(node, keys, settings.sharding());
    this.roomWatches = new RedisRoomWatches(node, keys);
    this.watches = new RedisWatches(node, keys, settings.watchLease().toMillis());
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
