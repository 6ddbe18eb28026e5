package io.presence.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One lane's loop, step by step, with a heartbeat-function that answers as each test says. */
class ReporterTest {
  private final List<ReportBatch> sent = new ArrayList<>();
  private Function<ReportBatch, ReportResult.Batch> peer = batch -> all(batch, ReportResult.OK);
  private long now = 1_000;
  private volatile boolean timePasses;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Reporter reporter =
      new Reporter(
          "test",
          5_000,
          batch -> {
            sent.add(batch);
            return peer.apply(batch);
          },
          () -> timePasses ? System.currentTimeMillis() : now,
          new ReportMetrics(registry),
          report -> report);

  private static ReportResult.Batch all(ReportBatch batch, ReportResult result) {
    return new ReportResult.Batch(batch.reports().stream().map(report -> result).toList());
  }

  /** A sign of life whose age is that of the test's clock, until it is too old. */
  private static final class Heard implements Report {
    private final UserId user;
    final List<ReportResult> answers = new ArrayList<>();
    boolean givenUp;
    private final @Nullable String traceparent;

    Heard(String user) {
      this(user, null);
    }

    Heard(String user, @Nullable String traceparent) {
      this.user = new UserId(user);
      this.traceparent = traceparent;
    }

    @Override
    public @Nullable String traceparent() {
      return traceparent;
    }

    @Override
    public UserId user() {
      return user;
    }

    @Override
    public @Nullable SessionReport toSend(long now) {
      long age = now - 1_000;
      return age > 30_000 ? null : new SessionReport.Heard(user, new SessionId("s"), age);
    }

    @Override
    public void answered(ReportResult result) {
      answers.add(result);
    }

    @Override
    public void givenUp() {
      givenUp = true;
    }
  }

  @Test
  void sendsWhatWaitsInOneBatch() {
    Heard ann = new Heard("ann");
    Heard bob = new Heard("bob");
    reporter.offer(ann);
    reporter.offer(bob);
    assertThat(reporter.sendBatch()).isZero();
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().reports()).hasSize(2);
    assertThat(ann.answers).containsExactly(ReportResult.OK);
  }

  @Test
  void tracesGoWithTheReportsThatHaveThemAndOtherwiseThereAreNone() {
    reporter.offer(new Heard("ann"));
    reporter.sendBatch();
    reporter.offer(new Heard("bob", "of bob"));
    reporter.offer(new Heard("carl"));
    reporter.offer(new Heard("dora", "of dora"));
    reporter.sendBatch();
    assertThat(sent.getFirst().traces()).isNull();
    assertThat(sent.getLast().traces())
        .containsExactly(new ReportBatch.Trace(0, "of bob"), new ReportBatch.Trace(2, "of dora"));
  }

  @Test
  void aBatchHasAtMost1000Reports() {
    for (int i = 0; i < 1_001; i++) {
      reporter.offer(new Heard("u" + i));
    }
    reporter.sendBatch();
    reporter.sendBatch();
    assertThat(sent).extracting(batch -> batch.reports().size()).containsExactly(1_000, 1);
  }

  @Test
  void agesCountFromTheSendingAlsoOfASecondTry() {
    Heard ann = new Heard("ann");
    reporter.offer(ann);
    peer =
        batch -> {
          throw new IllegalStateException("no answer");
        };
    assertThat(reporter.sendBatch()).isPositive();
    now += 5_000;
    peer = batch -> all(batch, ReportResult.OK);
    assertThat(reporter.sendBatch()).isZero();
    assertThat(sent)
        .extracting(batch -> ((SessionReport.Heard) batch.reports().getFirst()).ageMillis())
        .containsExactly(0L, 5_000L);
    assertThat(ann.answers).containsExactly(ReportResult.OK);
  }

  @Test
  void onlyWhatWasUnavailableIsSentAgain() {
    Heard ann = new Heard("ann");
    Heard bob = new Heard("bob");
    reporter.offer(ann);
    reporter.offer(bob);
    peer = batch -> new ReportResult.Batch(List.of(ReportResult.UNAVAILABLE, ReportResult.ENDED));
    reporter.sendBatch();
    now += 10_000;
    peer = batch -> all(batch, ReportResult.OK);
    reporter.sendBatch();
    assertThat(sent.get(1).reports()).extracting(SessionReport::userId).containsExactly(ann.user);
    assertThat(ann.answers).containsExactly(ReportResult.OK);
    assertThat(bob.answers).containsExactly(ReportResult.ENDED);
  }

  @Test
  void whatNoLongerMattersIsGivenUpUnsent() {
    Heard ann = new Heard("ann");
    reporter.offer(ann);
    now += 40_000;
    reporter.sendBatch();
    assertThat(sent).isEmpty();
    assertThat(ann.givenUp).isTrue();
  }

  @Test
  void whatIsRefusedIsNotSentAgain() {
    Heard ann = new Heard("ann");
    reporter.offer(ann);
    peer =
        batch -> {
          throw new HttpClientResponseException("bad", HttpResponse.badRequest());
        };
    reporter.sendBatch();
    assertThat(ann.givenUp).isTrue();
    now += 10_000;
    reporter.sendBatch();
    assertThat(sent).hasSize(1);
  }

  @Test
  void aServerErrorIsTriedAgain() {
    Heard ann = new Heard("ann");
    reporter.offer(ann);
    peer =
        batch -> {
          throw new HttpClientResponseException("down", HttpResponse.serverError());
        };
    reporter.sendBatch();
    assertThat(ann.givenUp).isFalse();
    now += 10_000;
    peer = batch -> all(batch, ReportResult.OK);
    reporter.sendBatch();
    assertThat(ann.answers).containsExactly(ReportResult.OK);
  }

  /** A report of a session in which nothing works. */
  private static final class Broken implements Report {
    private final UserId user = new UserId("broken");
    private final boolean sent;

    Broken(boolean sent) {
      this.sent = sent;
    }

    @Override
    public UserId user() {
      return user;
    }

    @Override
    public SessionReport toSend(long now) {
      if (sent) {
        return new SessionReport.Heard(user, new SessionId("s"), 0);
      }
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void answered(ReportResult result) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void givenUp() {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void oneThatCannotBeDealtWithHarmsNoOther() {
    for (boolean isSent : new boolean[] {false, true}) {
      Heard ann = new Heard("ann");
      reporter.offer(new Broken(isSent));
      reporter.offer(ann);
      assertThat(reporter.sendBatch()).isZero();
      assertThat(ann.answers).containsExactly(ReportResult.OK);
    }
    assertThat(registry.get("presence.reports.broken").counter().count()).isEqualTo(3);
    peer =
        batch -> {
          throw new HttpClientResponseException("bad", HttpResponse.badRequest());
        };
    Heard ann = new Heard("ann");
    reporter.offer(new Broken(true));
    reporter.offer(ann);
    reporter.sendBatch();
    assertThat(ann.givenUp).isTrue();
  }

  /** Whatever it is: the loop goes on, and the user's reports are not left as on their way. */
  @Test
  @Timeout(30)
  void theLoopOutlivesWhatNobodyExpects() throws InterruptedException {
    AtomicBoolean first = new AtomicBoolean(true);
    peer =
        batch -> {
          if (first.getAndSet(false)) {
            throw new AssertionError("on purpose");
          }
          return all(batch, ReportResult.OK);
        };
    CountDownLatch answered = new CountDownLatch(1);
    reporter.offer(
        new Report() {
          @Override
          public UserId user() {
            return new UserId("ann");
          }

          @Override
          public SessionReport toSend(long millis) {
            return new SessionReport.Heard(user(), new SessionId("s"), 0);
          }

          @Override
          public void answered(ReportResult result) {
            answered.countDown();
          }

          @Override
          public void givenUp() {}
        });
    timePasses = true;
    try (reporter) {
      reporter.start();
      answered.await();
    }
  }

  @Test
  void anAnswerOfAnotherLengthIsNone() {
    Heard ann = new Heard("ann");
    reporter.offer(ann);
    peer = batch -> new ReportResult.Batch(List.of());
    assertThat(reporter.sendBatch()).isPositive();
    assertThat(ann.answers).isEmpty();
  }
}
