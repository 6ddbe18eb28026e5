package io.presence.gateway.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.EndedSessions;
import io.presence.contracts.EvictionNote;
import io.presence.contracts.Explanation;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The services beside a gateway, on one port; each can be made not to answer. */
final class Peers implements AutoCloseable {
  /** Paths that answer 503. */
  final Map<String, Boolean> down = new ConcurrentHashMap<>();

  /** Reports as they came, renewals included. */
  final List<SessionReport> reports = new CopyOnWriteArrayList<>();

  /** Viewer → subject → sight, for contacts and others alike. */
  final Map<UserId, Map<UserId, Sight>> sights = new ConcurrentHashMap<>();

  final Map<UserId, TreeMap<UserId, Boolean>> contacts = new ConcurrentHashMap<>();
  final Map<UserId, LastSeen> lastSeen = new ConcurrentHashMap<>();

  /** People with more contacts than are pushed to. */
  final Set<UserId> pullOnly = ConcurrentHashMap.newKeySet();

  /** Questions about viewers. */
  final List<Sights.ViewersQuestion> viewersAsked = new CopyOnWriteArrayList<>();

  static final String HEARTBEATS = "/internal/v1/heartbeats";
  static final String SIGHTS = "/internal/v1/sights";
  static final String VIEWERS = "/internal/v1/viewers";
  static final String CONTACTS = "/internal/v1/contacts/";
  static final String LAST_SEEN = "/internal/v1/last-seen";
  static final String EXPLAIN = "/internal/v1/explain";
  static final String ROOMS = "/internal/v1/rooms/";
  static final String SESSIONS = "/internal/v1/sessions/";
  static final String EVICTIONS = "/internal/v1/audit/evictions";

  final Map<RoomId, Set<UserId>> members = new ConcurrentHashMap<>();

  /** What happens between the answer to a question for membership and its coming back. */
  volatile Consumer<Rooms.Membership> beforeMembership = membership -> {};

  /** Calls to end sessions: path and query. */
  final List<String> endings = new CopyOnWriteArrayList<>();

  /** What was said to the audit. */
  final List<EvictionNote> notes = new CopyOnWriteArrayList<>();

  /** Sessions that are ended when somebody asks for it. */
  final Map<UserId, List<SessionId>> ending = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final ObjectMapper json = ObjectMapper.getDefault();
  private @Nullable PresenceStore store;

  Peers() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve(HEARTBEATS, exchange -> apply(read(exchange, ReportBatch.class)));
    serve(SIGHTS, exchange -> answer(read(exchange, Sights.Question.class)));
    serve(VIEWERS, exchange -> answer(read(exchange, Sights.ViewersQuestion.class)));
    serve(CONTACTS, exchange -> page(exchange));
    serve(LAST_SEEN, exchange -> kept(query(exchange)));
    serve(EXPLAIN, exchange -> explain(query(exchange)));
    serve(ROOMS, exchange -> room(exchange));
    serve(SESSIONS, exchange -> end(exchange));
    serve(EVICTIONS, exchange -> note(read(exchange, EvictionNote.class)));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void use(PresenceStore reportsGoTo) {
    store = reportsGoTo;
  }

  /** Contacts in both directions, who see everything of each other. */
  void befriend(UserId a, UserId b) {
    contacts.computeIfAbsent(a, id -> new TreeMap<>()).put(b, true);
    contacts.computeIfAbsent(b, id -> new TreeMap<>()).put(a, true);
    see(a, b, Sight.FULL);
    see(b, a, Sight.FULL);
  }

  void unfriend(UserId a, UserId b) {
    Objects.requireNonNull(contacts.get(a)).remove(b);
    Objects.requireNonNull(contacts.get(b)).remove(a);
    see(a, b, Sight.NONE);
    see(b, a, Sight.NONE);
  }

  void see(UserId viewer, UserId subject, Sight sight) {
    sights.computeIfAbsent(viewer, id -> new ConcurrentHashMap<>()).put(subject, sight);
  }

  <R extends SessionReport> List<R> reports(Class<R> type, UserId user) {
    return reports.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(report -> report.userId().equals(user))
        .toList();
  }

  private ReportResult.Batch apply(ReportBatch batch) {
    reports.addAll(batch.reports());
    Map<UserId, LastSeen> kept = new HashMap<>();
    batch
        .reports()
        .forEach(report -> kept.put(report.userId(), Sessions.nothingKept(report.userId())));
    return new ReportResult.Batch(
        Objects.requireNonNull(store).sessions().apply(batch.reports(), kept).stream()
            .map(applied -> ((Applied.Done) applied).result())
            .toList());
  }

  private Sights.Answer answer(Sights.Question question) {
    return new Sights.Answer(
        question.subjects().stream().map(subject -> item(question.viewer(), subject)).toList());
  }

  private Sights.ViewersAnswer answer(Sights.ViewersQuestion question) {
    viewersAsked.add(question);
    return new Sights.ViewersAnswer(
        question.subjects().stream()
            .map(of ->
                new Sights.SightsOf(
                    of.userId(),
                    of.viewers().stream()
                        .map(viewer -> item(viewer, of.userId()).sight())
                        .toList()))
            .toList());
  }

  private Sights.Item item(UserId viewer, UserId subject) {
    return new Sights.Item(
        subject,
        sights.getOrDefault(viewer, Map.of()).getOrDefault(subject, Sight.NONE),
        contacts.getOrDefault(viewer, new TreeMap<>()).containsKey(subject),
        pullOnly.contains(subject));
  }

  private Sights.ContactsPage page(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    UserId viewer = new UserId(path.substring(CONTACTS.length()));
    Map<String, String> query = query(exchange);
    int limit = Integer.parseInt(Objects.requireNonNull(query.get("limit")));
    String after = query.get("after");
    TreeMap<UserId, Boolean> all = contacts.getOrDefault(viewer, new TreeMap<>());
    var rest = after == null ? all : all.tailMap(new UserId(after), false);
    List<Sights.Item> items =
        rest.keySet().stream().limit(limit).map(subject -> item(viewer, subject)).toList();
    return new Sights.ContactsPage(items, rest.size() > limit ? items.getLast().userId() : null);
  }

  private LastSeen.Batch kept(Map<String, String> query) {
    return new LastSeen.Batch(
        Arrays.stream(Objects.requireNonNull(query.get("user_ids")).split(","))
            .map(UserId::new)
            .map(lastSeen::get)
            .filter(Objects::nonNull)
            .toList());
  }

  private Explanation.OfGraph explain(Map<String, String> query) {
    UserId viewer = new UserId(Objects.requireNonNull(query.get("viewer")));
    Sights.Item item = item(viewer, new UserId(Objects.requireNonNull(query.get("subject"))));
    return new Explanation.OfGraph(
        viewer,
        item.userId(),
        item.contact(),
        item.sight(),
        7,
        List.of(new Explanation.Reason("graph_says", item.sight().word(), null)));
  }

  private Object room(HttpExchange exchange) {
    String[] parts = exchange.getRequestURI().getPath().substring(ROOMS.length()).split("/", -1);
    RoomId room = new RoomId(parts[0]);
    Set<UserId> all = members.getOrDefault(room, Set.of());
    if (parts[1].equals("membership")) {
      UserId user = new UserId(parts[2]);
      var membership = new Rooms.Membership(room, user, all.size(), all.contains(user));
      beforeMembership.accept(membership);
      return membership;
    }
    if (parts[1].equals("seats")) {
      return new Rooms.Seats(
          read(exchange, Rooms.People.class).userIds().stream()
              .filter(all::contains)
              .map(user -> new Rooms.Seat(user, null, false))
              .toList(),
          null);
    }
    int limit = Integer.parseInt(Objects.requireNonNull(query(exchange).get("limit")));
    List<Rooms.Member> items =
        all.stream().sorted().limit(limit).map(user -> new Rooms.Member(user, null)).toList();
    boolean more = all.size() > items.size();
    return new Rooms.MembersPage(room, all.size(), items, more ? items.getLast().userId() : null);
  }

  private EndedSessions end(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    endings.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    UserId user = new UserId(path.substring(SESSIONS.length()));
    return new EndedSessions(user, ending.getOrDefault(user, List.of()));
  }

  private Object note(EvictionNote note) {
    notes.add(note);
    return Map.of();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String raw = exchange.getRequestURI().getRawQuery();
    return Arrays.stream((raw == null ? "" : raw).split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private <T> T read(HttpExchange exchange, Class<T> type) {
    try {
      return Objects.requireNonNull(json.readValue(exchange.getRequestBody(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(String path, Function<HttpExchange, Object> handler) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = new byte[0];
          int status = 200;
          if (down.containsKey(path)) {
            status = 503;
          } else if (!Gateway.SERVICE_KEY.equals(
              exchange.getRequestHeaders().getFirst("X-Presence-Service-Key"))) {
            status = 401;
          } else {
            body = json.writeValueAsBytes(handler.apply(exchange));
          }
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
