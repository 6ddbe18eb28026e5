package io.presence.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.serde.ObjectMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import io.presence.contracts.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class EventStreamTest implements EventStream.Life, Subscriber<EventBytes> {
  private static final int MAX_FRAMES = 10;
  private static final ChannelLimits LIMITS =
      new ChannelLimits(1_024, 65_536, MAX_FRAMES, 5_000, 5, 10, 1, 1, 1);

  private final EmbeddedChannel connection = new EmbeddedChannel();
  private final EventStream stream =
      new EventStream(
          connection.eventLoop(),
          LIMITS,
          new EventWriter(ObjectMapper.getDefault()),
          new ChannelMetrics(new SimpleMeterRegistry()),
          this);
  private final List<String> came = new ArrayList<>();
  private @Nullable Subscription demand;
  private int begun;
  private int ended;
  private boolean completed;

  private static byte[] frame(String event, String data) {
    return "{\"event\":\"%s\",\"data\":%s}".formatted(event, data).getBytes(StandardCharsets.UTF_8);
  }

  private void ask(long events) {
    Objects.requireNonNull(demand).request(events);
  }

  @Test
  void framesLeaveInOrderAsTheyAreAskedFor() {
    stream.subscribe(this);
    assertThat(begun).isEqualTo(1);
    stream.send(frame("one", "[1]"));
    stream.send(frame("two", "{\"a\":\"x\\ny\"}"));
    assertThat(came).isEmpty();
    var written = stream.written();
    ask(1);
    assertThat(came).containsExactly("event: one\ndata: [1]\n\n");
    assertThat(written).isNotDone();
    ask(2);
    assertThat(came.getLast()).isEqualTo("event: two\ndata: {\"a\":\"x\\ny\"}\n\n");
    assertThat(written).isCompleted();
  }

  @Test
  void whatStandsBesideTheDataIsALineOfItsOwn() {
    stream.subscribe(this);
    ask(10);
    stream.send(
        "{\"event\":\"presence_info\",\"data\":[],\"last\":true}".getBytes(StandardCharsets.UTF_8));
    assertThat(came).containsExactly("event: presence_info\ndata: []\nlast: true\nid: last\n\n");
  }

  @Test
  void aBatchIsDrainedOnce() {
    stream.subscribe(this);
    ask(10);
    FlushBatch batch = new FlushBatch();
    batch.add(stream, "one", frame("one", "1"));
    batch.add(stream, "two", frame("two", "2"));
    assertThat(came).isEmpty();
    batch.flush();
    connection.runPendingTasks();
    assertThat(came).hasSize(2);
  }

  @Test
  void aReaderThatTakesNothingIsEndedAtTheBound() {
    stream.subscribe(this);
    for (int i = 0; i < MAX_FRAMES; i++) {
      stream.send(frame("update", "{}"));
    }
    assertThat(completed).isFalse();
    stream.send(frame("update", "{}"));
    assertThat(completed).isTrue();
    assertThat(ended).isEqualTo(1);
    assertThat(came).isEmpty();
    assertThat(stream.written()).isCompleted();
  }

  @Test
  void aReaderThatIsBehindGetsTheLatestAboutEachThing() {
    stream.subscribe(this);
    for (int i = 0; i <= 2 * MAX_FRAMES; i++) {
      stream.send("ann", frame("ann", "" + i));
    }
    assertThat(completed).isFalse();
    ask(10);
    assertThat(came).containsExactly("event: ann\ndata: %d\n\n".formatted(2 * MAX_FRAMES));
  }

  @Test
  void whatWaitsIsBoundedInBytes() {
    stream.subscribe(this);
    stream.send(frame("large", "\"%s\"".formatted("x".repeat(60_000))));
    assertThat(completed).isFalse();
    stream.send(frame("more", "\"%s\"".formatted("x".repeat(6_000))));
    assertThat(completed).isTrue();
    assertThat(came).isEmpty();
  }

  @Test
  void aReaderThatStaysBehindIsEnded() {
    stream.subscribe(this);
    stream.send(frame("one", "1"));
    pass(4_000);
    ask(1);
    stream.send(frame("two", "2"));
    pass(4_000);
    assertThat(completed).as("it had caught up in between").isFalse();
    pass(1_000);
    assertThat(completed).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void oneThatTheServerNeverAsksForEndsToo() {
    pass(EventStream.BEGINS_WITHIN_MILLIS);
    assertThat(ended).isEqualTo(1);
    stream.subscribe(this);
    assertThat(begun).isZero();
    assertThat(completed).isTrue();
  }

  @Test
  void oneThatHasBegunDoesNotEndByItself() {
    stream.subscribe(this);
    pass(EventStream.BEGINS_WITHIN_MILLIS);
    assertThat(ended).isZero();
  }

  @Test
  void aFrameThatIsNoEventEndsIt() {
    stream.subscribe(this);
    stream.send("nonsense".getBytes(StandardCharsets.UTF_8));
    stream.send(frame("two", "2"));
    ask(10);
    assertThat(came).singleElement().asString().startsWith("event: closed\ndata: {\"code\":1013,");
    assertThat(completed).isTrue();
  }

  private void pass(long millis) {
    connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }

  @Test
  void aReaderThatLagsIsNotPingedAndOneThatIsThereIs() {
    stream.subscribe(this);
    stream.ping();
    ask(1);
    assertThat(came).isEmpty();
    stream.ping();
    assertThat(came).containsExactly(":\n\n");
  }

  @Test
  void beforeTheEndItSaysWhy() {
    stream.subscribe(this);
    ask(10);
    stream.send(frame("one", "1"));
    stream.close(CloseCode.TOKEN_REJECTED);
    stream.send(frame("two", "2"));
    stream.close(CloseCode.DRAINED);
    assertThat(came).hasSize(2);
    assertThat(came.getLast()).startsWith("event: closed\ndata: {\"code\":4401,");
    assertThat(completed).isTrue();
    assertThat(ended).isEqualTo(1);
  }

  @Test
  void aClientThatIsGoneEndsIt() {
    stream.subscribe(this);
    var written = stream.written();
    Objects.requireNonNull(demand).cancel();
    assertThat(ended).isEqualTo(1);
    assertThat(written).isCompleted();
    stream.send(frame("one", "1"));
    stream.close(CloseCode.DRAINED);
    assertThat(completed).isFalse();
  }

  @Override
  public void begun(EventStream begun) {
    this.begun++;
  }

  @Override
  public void ended() {
    ended++;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    demand = subscription;
  }

  @Override
  public void onNext(EventBytes event) {
    came.add(new String(event.bytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void onError(Throwable cause) {
    throw new AssertionError(cause);
  }

  @Override
  public void onComplete() {
    completed = true;
  }
}
