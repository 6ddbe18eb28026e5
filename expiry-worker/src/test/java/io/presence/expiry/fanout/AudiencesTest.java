package io.presence.expiry.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AudiencesTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId CARL = new UserId("carl");

  private final PresenceStore store =
      new InMemoryPresenceStore(StoreSettings.DEFAULTS, InstantSource.system());
  private final List<UserId> asked = new CopyOnWriteArrayList<>();
  private volatile List<UserId> viewers = List.of(BOB, CARL);
  private volatile boolean answers = true;
  private volatile long lag;

  private final Audiences audiences = audiences();

  private Audiences audiences() {
    FanOutSettings settings = new FanOutSettings(4, 1_000, 4, 100, "test");
    FanOutMetrics metrics = new FanOutMetrics(new SimpleMeterRegistry());
    return new Audiences(
        store, new AudienceFetcher(this::answer, settings, metrics), settings, metrics);
  }

  private AudienceOf answer(String user) {
    UserId subject = new UserId(user);
    asked.add(subject);
    if (!answers) {
      throw new HttpClientException("on purpose");
    }
    long version = store.graphVersions().read(List.of(subject)).getOrDefault(subject, 0L);
    return new AudienceOf(subject, version - lag, viewers, List.of(), List.of());
  }

  @Test
  void isAskedOncePerVersion() throws InterruptedException {
    audiences.of(List.of(ANN));
    audiences.of(List.of(ANN));
    assertThat(asked).containsExactly(ANN);
  }

  @Test
  void aBlockIsHeededAtOnce() throws InterruptedException {
    assertThat(audiences.of(List.of(ANN)).get(ANN)).isNotNull();
    viewers = List.of(CARL);
    store.graphVersions().bump(List.of(ANN, BOB));
    assertThat(audiences.of(List.of(ANN)).values())
        .singleElement()
        .satisfies(audience -> assertThat(audience.full()).containsExactly(CARL));
  }

  @Test
  void anAnswerOlderThanTheStoresVersionIsNoAnswer() throws InterruptedException {
    store.graphVersions().bump(List.of(ANN));
    lag = 1;
    assertThat(audiences.of(List.of(ANN))).isEmpty();
    lag = 0;
    assertThat(audiences.of(List.of(ANN))).containsKey(ANN);
  }

  @Test
  void withoutAnAnswerNoOlderOneIsUsed() throws InterruptedException {
    audiences.of(List.of(ANN, BOB));
    store.graphVersions().bump(List.of(ANN));
    answers = false;
    assertThat(audiences.of(List.of(ANN, BOB))).containsOnlyKeys(BOB);
  }

  @Test
  void aPeerThatDoesNotAnswerIsNotAskedAboutEverybody() throws InterruptedException {
    answers = false;
    List<UserId> many =
        java.util.stream.IntStream.range(0, 200).mapToObj(i -> new UserId("u" + i)).toList();
    assertThat(audiences.of(many)).isEmpty();
    assertThat(asked).hasSizeLessThan(100);
  }
}
