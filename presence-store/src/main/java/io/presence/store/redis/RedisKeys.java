package io.presence.store.redis;

import io.presence.contracts.RoomId;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.UserId;
import java.util.Optional;

/**
 * The only place that spells keys. Those of a user carry the tag of the user's shard and so live in
 * one cluster slot; {@code io.presence.store} draws them all.
 */
final class RedisKeys {
  static final String GATEWAYS_ALIVE = "presence:{gateways}:alive";
  static final String GATEWAYS_CONNECTIONS = "presence:{gateways}:connections";
  static final String SWEPT = "presence:{sweep}:swept";

  static final String ROOMS_ASKED = "presence:{rooms}:asked";
  private static final String LIVE = ":live:";

  private final Sharding sharding;
  private final String[] prefixes;

  RedisKeys(Sharding sharding) {
    this.sharding = sharding;
    this.prefixes =
        sharding.all().stream()
            .map(shard -> "presence:" + shard.tag() + ":")
            .toArray(String[]::new);
  }

  String live(UserId user, SessionId session) {
    return prefix(user) + "live:" + member(user, session);
  }

  String ended(UserId user, SessionId session) {
    return prefix(user) + "ended:" + member(user, session);
  }

  String person(UserId user) {
    return prefix(user) + "user:" + user.value();
  }

  String listen(UserId user) {
    return prefix(user) + "listen:" + user.value();
  }

  String graph(UserId user) {
    return prefix(user) + "graph:" + user.value();
  }

  String graphed(UserId user) {
    return graphed(sharding.shardOf(user));
  }

  String graphed(ShardId shard) {
    return prefixes[shard.index()] + "graphed";
  }

  String room(RoomId room) {
    return prefixes[sharding.shardOf(room).index()] + "room:" + room.value();
  }

  String rooms(ShardId shard) {
    return prefixes[shard.index()] + "rooms";
  }

  /** KEYS[1..2] of {@code watch_room.lua}. */
  String[] ofRoom(RoomId room) {
    return new String[] {room(room), rooms(sharding.shardOf(room))};
  }

  String watch(UserId subject) {
    return prefix(subject) + "watch:" + subject.value();
  }

  String seen(UserId user) {
    return seen(sharding.shardOf(user));
  }

  String seen(ShardId shard) {
    return prefixes[shard.index()] + "seen";
  }

  String due(ShardId shard) {
    return prefixes[shard.index()] + "due";
  }

  String changed(ShardId shard) {
    return prefixes[shard.index()] + "changed";
  }

  String epoch(ShardId shard) {
    return prefixes[shard.index()] + "epoch";
  }

  String epoch(UserId user) {
    return epoch(sharding.shardOf(user));
  }

  String unconfirmed(ShardId shard) {
    return prefixes[shard.index()] + "unconfirmed";
  }

  String unconfirmed(UserId user) {
    return unconfirmed(sharding.shardOf(user));
  }

  /** KEYS[1..5] of {@code person.lua}. */
  String[] ofPerson(UserId user) {
    String prefix = prefix(user);
    return new String[] {
      person(user), prefix + "seen", prefix + "due", prefix + "unconfirmed", prefix + "changed"
    };
  }

  /** KEYS[1..7] of {@code person.lua}: a person, and the lease and tombstone of a session. */
  String[] ofSession(UserId user, SessionId session) {
    String prefix = prefix(user);
    return new String[] {
      person(user),
      prefix + "seen",
      prefix + "due",
      prefix + "unconfirmed",
      prefix + "changed",
      live(user, session),
      ended(user, session)
    };
  }

  /** The member of {@code seen}. User ids may contain a colon, session ids may not. */
  static String member(UserId user, SessionId session) {
    return user.value() + ':' + session.value();
  }

  /** The member of {@code unconfirmed}. */
  static String member(UserId user, long version) {
    return user.value() + ':' + version;
  }

  /** Splits {@code user:session} or {@code user:version}. */
  static Member split(String member) {
    int colon = member.lastIndexOf(':');
    return new Member(new UserId(member.substring(0, colon)), member.substring(colon + 1));
  }

  /** The session whose lease this key is; empty for any other key. */
  static Optional<Member> lease(String key) {
    int live = key.indexOf(LIVE);
    if (!key.startsWith("presence:{") || live < 0 || key.indexOf("}:") != live - 1) {
      return Optional.empty();
    }
    return Optional.of(split(key.substring(live + LIVE.length())));
  }

  private String prefix(UserId user) {
    return prefixes[sharding.shardOf(user).index()];
  }

  /** A user, and the session id or version behind the last colon. */
  record Member(UserId user, String rest) {
    SessionId session() {
      return new SessionId(rest);
    }
  }
}
