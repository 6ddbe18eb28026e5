package io.presence.store.redis;

import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The scripts behind reports: one each, on one person. */
final class ReportScripts {
  /** Applied, nothing to tell. */
  static final Applied DONE = new Applied.Done(ReportResult.OK, null, List.of());

  private static final Applied ENDED = new Applied.Done(ReportResult.ENDED, null, List.of());

  private static final LuaScript CONNECT = LuaScript.ofPerson("connect_session");
  private static final LuaScript HEAR = LuaScript.ofPerson("hear_session");
  private static final LuaScript TOUCH = LuaScript.ofPerson("touch_session");
  private static final LuaScript SET_STATUS = LuaScript.ofPerson("set_status");
  private static final LuaScript SET_PERSON = LuaScript.ofPerson("set_person");
  private static final LuaScript CLOSE = LuaScript.ofPerson("close_session");
  private static final LuaScript LOSE = LuaScript.ofPerson("lose_session");

  /** How often a connection is tried while the sessions that give way to it keep changing. */
  private static final int MAX_TRIES = 5;

  private final RedisNode node;
  private final RedisKeys keys;
  private final ScriptJson json;
  private final String settings;

  ReportScripts(RedisNode node, RedisKeys keys, ScriptJson json, StoreSettings settings) {
    this.node = node;
    this.keys = keys;
    this.json = json;
    this.settings = ScriptJson.settings(settings);
  }

  /** Nothing is heard in the future. */
  static long age(long ageMillis) {
    return Math.max(0, ageMillis);
  }

  /** The slow path of {@link HotPath}. */
  void hear(List<SessionReport> reports, List<Integer> indexes, Applied[] answers) {
    apply(reports, indexes, Map.of(), answers);
  }

  /**
   * Answers the reports at the given indexes, in one pipeline. A second one is for connections that
   * push other sessions out: the script names those, and is called again with their keys, since it
   * may only touch keys that it was given.
   */
  void apply(
      List<SessionReport> reports,
      List<Integer> indexes,
      Map<UserId, LastSeen> kept,
      Applied[] answers) {
    Map<Integer, List<SessionId>> named = new HashMap<>();
    List<Integer> open = indexes;
    for (int tries = 1; !open.isEmpty(); tries++) {
      if (tries > MAX_TRIES) {
        throw new StoreUnavailableException(
            "the sessions of a user changed %d times while one was added".formatted(MAX_TRIES),
            new ConcurrentModificationException());
      }
      Pipeline pipeline = node.pipeline();
      List<CompletableFuture<String>> replies = new ArrayList<>(open.size());
      for (int i : open) {
        replies.add(send(pipeline, reports.get(i), kept, named.getOrDefault(i, List.of())));
      }
      pipeline.await();
      List<Integer> again = new ArrayList<>();
      for (int n = 0; n < open.size(); n++) {
        int i = open.get(n);
        ScriptReply reply = json.read(replies.get(n).join(), ScriptReply.class);
        if (reply.sessions() != null) {
          named.put(i, reply.sessions());
          again.add(i);
        } else {
          answers[i] = answer(reports.get(i), reply);
        }
      }
      open = again;
    }
  }

  private CompletableFuture<String> send(
      Pipeline pipeline, SessionReport report, Map<UserId, LastSeen> kept, List<SessionId> named) {
    return switch (report) {
      case SessionReport.Connected connected -> connect(pipeline, connected, kept, named);
      case SessionReport.Heard heard -> run(pipeline, HEAR, heard, millis(heard.ageMillis()));
      case SessionReport.Active active -> run(pipeline, TOUCH, active, millis(active.ageMillis()));
      case SessionReport.StatusSet set ->
          run(
              pipeline,
              SET_STATUS,
              set,
              json.write(set.edit()),
              millis(set.ageMillis() == null ? 0 : set.ageMillis()));
      case SessionReport.Closed closed -> run(pipeline, CLOSE, closed, closed.how().word());
      case SessionReport.PersonSet set ->
          run(
              pipeline,
              SET_PERSON,
              set,
              json.write(set.edit()),
              keptJson(kept.get(set.userId())),
              set.deviceId() == null ? "" : set.deviceId().value());
      case SessionReport.Lost lost -> run(pipeline, LOSE, lost, millis(lost.ageMillis()));
    };
  }

  private CompletableFuture<String> connect(
      Pipeline pipeline,
      SessionReport.Connected report,
      Map<UserId, LastSeen> kept,
      List<SessionId> named) {
    UserId user = report.userId();
    List<String> all = new ArrayList<>(List.of(keys.ofSession(user, report.sessionId())));
    for (SessionId other : named) {
      all.add(keys.live(user, other));
      all.add(keys.ended(user, other));
    }
    return pipeline.run(
        CONNECT,
        all.toArray(String[]::new),
        settings,
        user.value(),
        report.sessionId().value(),
        json.write(report),
        keptJson(kept.get(user)),
        json.write(named.stream().map(SessionId::value).toArray(String[]::new)));
  }

  private String keptJson(@Nullable LastSeen kept) {
    return kept == null ? "" : json.write(kept);
  }

  private CompletableFuture<String> run(
      Pipeline pipeline, LuaScript script, SessionReport report, String... more) {
    List<String> args =
        new ArrayList<>(List.of(settings, report.userId().value(), report.sessionId().value()));
    args.addAll(List.of(more));
    return pipeline.run(
        script, keys.ofSession(report.userId(), report.sessionId()), args.toArray(String[]::new));
  }

  private static Applied answer(SessionReport report, ScriptReply reply) {
    return switch (reply.outcome()) {
      case "ok" -> {
        boolean tells =
            report instanceof SessionReport.Connected
                || report instanceof SessionReport.StatusSet
                || report instanceof SessionReport.PersonSet;
        yield new Applied.Done(
            tells ? new ReportResult(ReportResult.Outcome.OK, reply.me()) : ReportResult.OK,
            reply.change(),
            reply.gaveWay());
      }
      case "ended" -> ENDED;
      case "unknown" -> new Applied.NeedsKept();
      default -> throw new IllegalStateException("unknown outcome " + reply.outcome());
    };
  }

  private static String millis(long ageMillis) {
    return Long.toString(age(ageMillis));
  }
}
