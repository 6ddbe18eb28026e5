package io.presence.gateway.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.lookup.LastSeenLookup;
import io.presence.store.Sessions;
import io.presence.stream.ReportWriter;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where reports go: to heartbeat-function, and while that does not answer, by the same code into
 * the store from here (invariant No false offline). Repeating a report is harmless, so one that
 * heartbeat-function may have applied all the same is simply written again.
 *
 * <p>Blocks; safe for the lanes' threads. What writes to Kafka is made when first needed.
 */
@Singleton
final class ReportRoute {
  private static final Logger LOG = LoggerFactory.getLogger(ReportRoute.class);

  private final ReportTransport heartbeat;
  private final BeanProvider<ReportWriter> writer;
  private final LastSeenLookup lastSeen;
  private final GatewayClock clock;
  private final Circuit circuit = new Circuit();
  private final Counter direct;

  ReportRoute(
      ReportTransport heartbeat,
      BeanProvider<ReportWriter> writer,
      LastSeenLookup lastSeen,
      GatewayClock clock,
      MeterRegistry registry) {
    this.heartbeat = heartbeat;
    this.writer = writer;
    this.lastSeen = lastSeen;
    this.clock = clock;
    direct =
        Counter.builder("presence.reports.direct")
            .description("Reports written by this gateway, past a heartbeat-function that is away")
            .register(registry);
    Gauge.builder("presence.reports.bypassing", circuit, each -> each.isFailing() ? 1 : 0)
        .description("1 while this gateway writes reports by itself")
        .register(registry);
  }

  /**
   * @return one result for each report, in the same order
   * @throws HttpClientResponseException when heartbeat-function refuses the batch as such
   * @throws io.presence.store.StoreUnavailableException when neither way leads to the store
   */
  ReportResult.Batch send(ReportBatch batch) {
    long began = clock.millis();
    if (circuit.mayAsk(began)) {
      try {
        ReportResult.Batch answer = heartbeat.send(batch);
        if (circuit.answered()) {
          LOG.info("heartbeat-function answers again");
        }
        return answer;
      } catch (HttpClientException e) {
        if (e instanceof HttpClientResponseException refused
            && refused.getStatus().getCode() < 500) {
          circuit.answered();
          throw e;
        }
        failed(e);
      }
    }
    // Ages count from the sending, and waiting for an answer in vain was a part of them: else a
    // session would live as much longer than it was heard (invariant No ghosts).
    long waited = clock.millis() - began;
    List<SessionReport> reports =
        batch.reports().stream().map(report -> report.sentLater(waited)).toList();
    ReportResult.Batch written =
        new ReportResult.Batch(
            writer.get().write(new ReportBatch(reports, batch.traces()), this::kept, () -> {}));
    direct.increment(batch.reports().size());
    return written;
  }

  private void failed(HttpClientException cause) {
    if (circuit.failed(clock.millis(), ThreadLocalRandom.current().nextDouble())) {
      LOG.warn(
          "heartbeat-function does not answer ({}): this gateway writes to the store by itself until it"
              + " does; is it up at PRESENCE_HEARTBEAT_URL?",
          cause.toString());
    }
  }

  private Map<UserId, LastSeen> kept(Collection<UserId> users) {
    Map<UserId, LastSeen> kept = new HashMap<>();
    List<UserId> all = new ArrayList<>(users);
    for (int from = 0; from < all.size(); from += LastSeen.Batch.MAX_USER_IDS) {
      List<UserId> page =
          all.subList(from, Math.min(from + LastSeen.Batch.MAX_USER_IDS, all.size()));
      Map<UserId, LastSeen> rows = lastSeen.fresh(page);
      if (rows == null) {
        break;
      }
      page.forEach(user -> kept.put(user, rows.getOrDefault(user, Sessions.nothingKept(user))));
    }
    return kept;
  }
}
