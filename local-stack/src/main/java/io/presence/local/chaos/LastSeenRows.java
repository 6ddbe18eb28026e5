package io.presence.local.chaos;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import io.presence.local.crowd.Actor;
import io.presence.local.run.Fleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What last-seen-persister keeps of those who left, against when they left. */
final class LastSeenRows {
  private static final ObjectMapper JSON = ObjectMapper.getDefault();
  private static final String KEY_HEADER = "X-Presence-Service-Key";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Last seen is true to the interval at which gateways renew, and a client that is cut was last
   * heard up to a heartbeat before.
   */
  private static final long TRUE_TO_MILLIS = 16_000;

  private final HttpClient http;
  private final URI persister;
  private final String serviceKey;

  LastSeenRows(HttpClient http, Fleet fleet) {
    this.http = http;
    this.persister = URI.create("http://127.0.0.1:" + fleet.ports().lastSeenPersister());
    this.serviceKey = fleet.serviceKey();
  }

  /** What is wrong now, a line for each person. */
  List<String> lost(Collection<Actor> actors) throws InterruptedException {
    List<Actor> gone =
        actors.stream()
            .filter(actor -> !actor.meansToBeOnline() && actor.leftAtMillis() > 0)
            .toList();
    Map<UserId, Long> kept = new HashMap<>();
    for (int from = 0; from < gone.size(); from += LastSeen.Batch.MAX_USER_IDS) {
      List<Actor> page =
          gone.subList(from, Math.min(from + LastSeen.Batch.MAX_USER_IDS, gone.size()));
      try {
        ask(page).forEach(row -> kept.put(row.userId(), row.lastSeen()));
      } catch (IOException e) {
        return List.of("last-seen-persister cannot be asked: " + e);
      }
    }
    List<String> lost = new ArrayList<>();
    for (Actor actor : gone) {
      @Nullable Long at = kept.get(actor.id());
      if (at == null) {
        lost.add(actor.id() + " has no row");
      } else if (at < actor.leftAtMillis() - TRUE_TO_MILLIS) {
        lost.add(
            "%s was there %d s longer than their row says"
                .formatted(actor.id(), (actor.leftAtMillis() - at) / 1_000));
      }
    }
    return lost;
  }

  private List<LastSeen> ask(List<Actor> page) throws IOException, InterruptedException {
    String ids = page.stream().map(actor -> actor.id().value()).collect(Collectors.joining(","));
    HttpRequest request =
        HttpRequest.newBuilder(persister.resolve("/internal/v1/last-seen?user_ids=" + ids))
            .timeout(PATIENCE)
            .header(KEY_HEADER, serviceKey)
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("it answered " + answer.statusCode());
    }
    return Objects.requireNonNull(JSON.readValue(answer.body(), LastSeen.Batch.class)).items();
  }
}
