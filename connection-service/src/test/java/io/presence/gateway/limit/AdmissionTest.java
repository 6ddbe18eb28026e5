package io.presence.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private long nanos = 1_000_000_000;
  private final Admission admission =
      new Admission(
          new AdmissionSettings(10),
          new SimpleMeterRegistry(),
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos;
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  private Set<Long> ask(int times) {
    return LongStream.range(0, times)
        .map(i -> admission.retryAfterMillis())
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void asManyComeInAtOnceAsInASecond() {
    assertThat(ask(10)).containsExactly(0L);
    assertThat(ask(1)).doesNotContain(0L);
    nanos += 100_000_000;
    assertThat(admission.retryAfterMillis()).isZero();
    assertThat(admission.retryAfterMillis()).isPositive();
  }

  @Test
  void aFewComeBackSoonAndManySpreadOverALongTime() {
    ask(10);
    assertThat(ask(9)).allMatch(millis -> millis >= 500 && millis < 1_500);
    Set<Long> storm = ask(10_000);
    assertThat(storm).hasSizeGreaterThan(1_000).allMatch(millis -> millis < 30_500);
    assertThat(storm.stream().mapToLong(Long::longValue).max().orElse(0)).isGreaterThan(20_000);
    nanos += 1_000_000_000;
    ask(10);
    assertThat(ask(100).stream().mapToLong(Long::longValue).max().orElse(0))
        .as("the storm is remembered for a second")
        .isGreaterThan(5_000);
  }
}
