package io.presence.lastseen;

import static io.presence.lastseen.Changes.online;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.UserId;
import io.presence.lastseen.history.SessionNews;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What sessions add to the cost of a flush of the greatest size: prints people a second, and
 * asserts only that it ends in time. {@code -Dpresence.flush.rounds=N} for steadier numbers.
 */
@Timeout(180)
class FlushCostIT {
  private static final int PEOPLE = 5_000;
  private static final int ROUNDS = Integer.getInteger("presence.flush.rounds", 2);

  private final Database database = new Database("last_seen_cost");

  @Test
  void sessionsAreWrittenInBatchesAsLastSeenIs() {
    try (ApplicationContext context = ApplicationContext.run(database.properties())) {
      LastSeenTable table = context.getBean(LastSeenTable.class);
      LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
      List<UserId> people = Stream.generate(Changes::someone).limit(PEOPLE).toList();
      List<List<PresenceChanged>> steps =
          people.stream()
              .map(user ->
                  new Past(user, day)
                      .begins("a", DeviceType.WEB, "10:00")
                      .begins("b", DeviceType.MOBILE, "10:30")
                      .ends("a", "11:00", SessionEnd.CLOSED)
                      .ends("b", "12:00", SessionEnd.LOST)
                      .changes())
              .toList();
      long alone = 0;
      long begun = 0;
      long ended = 0;
      for (int round = 0; round < ROUNDS; round++) {
        int version = round + 1;
        List<Kept> kept = people.stream().map(user -> online(user, version, version)).toList();
        alone += nanos(() -> table.upsert(kept));
        begun += nanos(() -> flush(table, steps, 1));
        ended += nanos(() -> flush(table, steps, 3));
        database.execute("TRUNCATE last_seen, session_open, session_history");
      }
      System.out.printf(
          "[flush] people/s: last seen alone %d, with sessions that began %d, that ended %d%n",
          perSecond(alone), perSecond(begun), perSecond(ended));
      assertThat(database.ask("SELECT count(*) FROM session_history")).isEqualTo("0");
    }
  }

  /** Everybody's step, as one flush. */
  private static void flush(LastSeenTable table, List<List<PresenceChanged>> steps, int step) {
    List<PresenceChanged> changes = steps.stream().map(all -> all.get(step)).toList();
    table.upsert(
        changes.stream().map(Kept::of).toList(),
        changes.stream().map(change -> Objects.requireNonNull(SessionNews.of(change))).toList());
  }

  private static long nanos(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private static long perSecond(long nanos) {
    return TimeUnit.SECONDS.toNanos(1) * PEOPLE * ROUNDS / nanos;
  }
}
