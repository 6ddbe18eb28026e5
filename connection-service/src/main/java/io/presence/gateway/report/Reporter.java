package io.presence.gateway.report;

import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties one lane: takes a batch, sends it, settles it, and again; one call in flight. Its loop
 * runs on a virtual thread of its own.
 *
 * <p>When the store cannot be reached on any way ({@link ReportRoute}), the batch goes back to the
 * lane and the loop pauses, longer each time; leases live on what was reported before. Whatever
 * else fails is counted and logged, and the loop goes on: one report that cannot be dealt with must
 * not end the renewals of all others.
 */
final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final long FIRST_PAUSE_MILLIS = 50;

  /** Well below the time that sweepers leave to renewals after an outage of the store. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final String name;
  private final Lane lane;
  private final ReportTransport transport;
  private final LongSupplier clock;
  private final ReportMetrics.Meters meters;
  private final UnaryOperator<Report> followed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;
  private int failures;

  /**
   * @param followed the report as part of a trace, or itself
   */
  Reporter(
      String name,
      int capacity,
      ReportTransport transport,
      LongSupplier clock,
      ReportMetrics metrics,
      UnaryOperator<Report> followed) {
    this.followed = followed;
    this.name = name;
    this.transport = transport;
    this.clock = clock;
    lane = new Lane(capacity);
    meters = metrics.lane(name, lane::size);
  }

  void start() {
    Thread.ofVirtual().name("reports-" + name).start(this::run);
  }

  /**
   * @return false when there is no room; the report is then forgotten
   */
  boolean offer(Report report) {
    if (!lane.offer(followed.apply(report))) {
      meters.dropped().increment();
      return false;
    }
    signal();
    return true;
  }

  /** Waits until nothing is on its way any more, at most so long. */
  boolean drain(long millis) throws InterruptedException {
    long deadline = clock.getAsLong() + millis;
    lock.lockInterruptibly();
    try {
      long left = millis;
      while (lane.size() > 0 && left > 0) {
        changed.await(left, TimeUnit.MILLISECONDS);
        left = deadline - clock.getAsLong();
      }
      return lane.size() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitReady()) {
        long pause = sendBatchOrPause();
        signal();
        if (pause > 0) {
          TimeUnit.MILLISECONDS.sleep(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long sendBatchOrPause() {
    try {
      return sendBatch();
    } catch (RuntimeException | Error e) {
      broken(e);
      return LONGEST_PAUSE_MILLIS;
    }
  }

  private void broken(Throwable cause) {
    meters.broken().increment();
    LOG.error("A step of the reports of {} failed; the others go on", name, cause);
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return false when closed
   */
  private boolean awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long wait = readyIn(); !closed && wait > 0; wait = readyIn()) {
        changed.await(wait, TimeUnit.MILLISECONDS);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long readyIn() {
    return lane.readyIn(clock.getAsLong());
  }

  /**
   * Sends what is ready.
   *
   * @return how long to pause before the next
   */
  long sendBatch() {
    long now = clock.getAsLong();
    List<Report> taken = lane.take(now, ReportBatch.MAX_REPORTS);
    List<Report> again = taken;
    try {
      again = deal(taken, now);
    } finally {
      // Also when that broke off: of users who are not settled, nothing would ever be sent again.
      meters.again().increment(again.size());
      lane.settle(taken, again, clock.getAsLong());
    }
    if (failures == 0) {
      return 0;
    }
    long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
    // Gateways that failed together must not come back together.
    return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }

  /**
   * @return those that must be sent again
   */
  private List<Report> deal(List<Report> taken, long now) {
    List<Report> sent = new ArrayList<>(taken.size());
    List<SessionReport> reports = new ArrayList<>(taken.size());
    for (Report report : taken) {
      SessionReport said = toSend(report, now);
      if (said == null) {
        giveUp(report);
      } else {
        sent.add(report);
        reports.add(said);
      }
    }
    return reports.isEmpty() ? List.of() : send(sent, reports);
  }

  private @Nullable SessionReport toSend(Report report, long now) {
    try {
      return report.toSend(now);
    } catch (RuntimeException e) {
      broken(e);
      return null;
    }
  }

  /**
   * @return those that must be sent again
   */
  private List<Report> send(List<Report> sent, List<SessionReport> reports) {
    meters.batch().record(reports.size());
    try {
      List<ReportResult> results =
          meters
              .call()
              .recordCallable(
                  () -> transport.send(new ReportBatch(reports, traces(sent))).results());
      if (results == null || results.size() != sent.size()) {
        throw new IllegalStateException(
            "got %s results for %d reports"
                .formatted(results == null ? "no" : results.size(), sent.size()));
      }
      if (failures > 0) {
        LOG.info("Reports are written again; {} wait", lane.size());
      }
      failures = 0;
      return answer(sent, results);
    } catch (HttpClientResponseException e) {
      if (e.getStatus().getCode() < 500) {
        // It will refuse them again. Not retried: nobody else's reports must wait for these.
        LOG.error("heartbeat-function refused {} reports, they are dropped", sent.size(), e);
        meters.failed().increment();
        sent.forEach(this::giveUp);
        return List.of();
      }
      return failed(sent, e);
    } catch (Exception e) {
      return failed(sent, e);
    }
  }

  private static @Nullable List<ReportBatch.Trace> traces(List<Report> sent) {
    List<ReportBatch.Trace> traces = null;
    for (int i = 0; i < sent.size(); i++) {
      String traceparent = sent.get(i).traceparent();
      if (traceparent != null) {
        traces = traces == null ? new ArrayList<>() : traces;
        traces.add(new ReportBatch.Trace(i, traceparent));
      }
    }
    return traces;
  }

  private List<Report> failed(List<Report> sent, Exception cause) {
    meters.failed().increment();
    if (failures == 0) {
      LOG.warn(
          "Reports cannot be written ({}): sessions are not renewed until they can; are"
              + " heartbeat-function at PRESENCE_HEARTBEAT_URL and Redis at REDIS_URIS up?",
          cause.toString());
    }
    failures++;
    return sent;
  }

  private List<Report> answer(List<Report> sent, List<ReportResult> results) {
    List<Report> again = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      ReportResult result = results.get(i);
      if (result.outcome() == ReportResult.Outcome.UNAVAILABLE) {
        again.add(sent.get(i));
      } else {
        answer(sent.get(i), result);
      }
    }
    return again;
  }

  private void answer(Report report, ReportResult result) {
    try {
      report.answered(result);
    } catch (RuntimeException e) {
      broken(e);
    }
  }

  private void giveUp(Report report) {
    meters.dropped().increment();
    try {
      report.givenUp();
    } catch (RuntimeException e) {
      broken(e);
    }
  }
}
