package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.Inspection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads one person whole: two round trips, plain reads. */
final class RedisInspector {
  private static final String SESSION = "s:";

  private final RedisNodes nodes;
  private final RedisKeys keys;
  private final ScriptJson json;

  RedisInspector(RedisNodes nodes, RedisKeys keys, ScriptJson json) {
    this.nodes = nodes;
    this.keys = keys;
    this.json = json;
  }

  Inspection inspect(UserId user) {
    Pipeline pipeline = nodes.pipeline();
    var time = nodes.clocks(pipeline).of(keys.person(user));
    var hash = pipeline.add(nodes.commands().hgetall(keys.person(user)));
    pipeline.await();
    long now = time.join();
    Map<String, String> fields = hash.join();
    if (fields.isEmpty()) {
      return Inspection.nothing(now);
    }
    String cause = fields.get("why");
    return new Inspection(
        true,
        now,
        Status.ofWord(fields.getOrDefault("st", "offline")),
        number(fields, "v", 0),
        number(fields, "ls", 0),
        hand(fields),
        cause == null ? null : Cause.ofWord(cause),
        fields.containsKey("at") ? number(fields, "at", 0) : null,
        sessions(user, fields));
  }

  private List<Inspection.Registered> sessions(UserId user, Map<String, String> fields) {
    Map<SessionId, Stored> stored = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      if (name.startsWith(SESSION)) {
        stored.put(new SessionId(name.substring(SESSION.length())), json.read(value, Stored.class));
      }
    });
    if (stored.isEmpty()) {
      return List.of();
    }
    Pipeline pipeline = nodes.pipeline();
    Map<SessionId, CompletableFuture<@Nullable Double>> heard = new LinkedHashMap<>();
    Map<SessionId, CompletableFuture<Long>> leases = new LinkedHashMap<>();
    for (SessionId id : stored.keySet()) {
      heard.put(
          id, pipeline.add(nodes.commands().zscore(keys.seen(user), RedisKeys.member(user, id))));
      leases.put(id, pipeline.add(nodes.commands().pttl(keys.live(user, id))));
    }
    pipeline.await();
    List<Inspection.Registered> sessions = new ArrayList<>();
    stored.forEach((id, session) -> {
      Double at = Objects.requireNonNull(heard.get(id)).join();
      sessions.add(
          new Inspection.Registered(
              id,
              new DeviceId(session.d()),
              DeviceType.ofWord(session.t()),
              new GatewayId(session.g()),
              session.a(),
              at == null ? 0 : at.longValue(),
              Math.max(0, Objects.requireNonNull(leases.get(id)).join()),
              session.l() != null,
              fields.containsKey("off:" + session.d())));
    });
    sessions.sort(Comparator.comparingLong(Inspection.Registered::heardAt).reversed());
    return sessions;
  }

  private static HandSet hand(Map<String, String> fields) {
    String status = fields.get("hand");
    return new HandSet(
        status == null ? null : Status.ofWord(status),
        status != null && fields.containsKey("handx") ? number(fields, "handx", 0) : null,
        fields.get("msg"),
        fields.containsKey("msg") && fields.containsKey("msgx") ? number(fields, "msgx", 0) : null);
  }

  private static long number(Map<String, String> fields, String name, long missing) {
    String value = fields.get(name);
    return value == null ? missing : Long.parseLong(value);
  }

  /** A session's field as {@code person.lua} writes it. */
  @Serdeable
  record Stored(String d, String t, String g, long a, @Nullable Integer l) {}
}
