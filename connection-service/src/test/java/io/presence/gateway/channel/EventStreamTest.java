package io.presence.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.serde.ObjectMapper;
import io.netty.util.concurrent.ImmediateEventExecutor;
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
      new ChannelLimits(1_024, 65_536, MAX_FRAMES, 10_000, 5, 10, 1);

  private final EventStream stream =
      new EventStream(
          ImmediateEventExecutor.INSTANCE,
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
