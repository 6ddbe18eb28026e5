package io.presence.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.presence.contracts.CloseCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientChannelTest {
  private static final ChannelLimits LIMITS =
      new ChannelLimits(1_024, 65_536, 10, 5_000, 5, 10, 1, 1, 1);
  private final List<String> told = new ArrayList<>();
  private long nanos = 1;
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ClientChannel client =
      new ClientChannel(
          channel,
          LIMITS,
          new FrameRate(LIMITS, new TestTime()),
          new ChannelMetrics(new SimpleMeterRegistry()),
          ignored -> new Told());

  ClientChannelTest() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(32_768, 65_536));
    channel.pipeline().addLast(client);
  }

  private final class Told implements Inbound {
    @Override
    public void heard() {
      told.add("heard");
    }

    @Override
    public void text(byte[] message) {
      told.add("text " + new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void tooFast(byte[] message, long retryAfterMillis) {
      told.add("too fast");
    }

    @Override
    public void binary() {
      told.add("binary");
    }

    @Override
    public void ended(End end) {
      told.add(end.name());
    }
  }

  private final class TestTime implements io.github.bucket4j.TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private static ByteBuf bytes(int size) {
    return Unpooled.buffer(size).writeZero(size);
  }

  private int closeCode() {
    Object frame = channel.readOutbound();
    while (frame != null) {
      if (frame instanceof CloseWebSocketFrame close) {
        return close.statusCode();
      }
      frame = channel.readOutbound();
    }
    throw new AssertionError("no close was sent");
  }

  @Test
  void tellsTextBinaryAndEverySignOfLife() {
    channel.writeInbound(
        new TextWebSocketFrame("a"), new BinaryWebSocketFrame(bytes(3)), new PongWebSocketFrame());
    assertThat(told).containsExactly("heard", "text a", "heard", "binary", "heard");
  }

  @Test
  void answersPings() {
    channel.writeInbound(
        new PingWebSocketFrame(Unpooled.copiedBuffer("p", StandardCharsets.UTF_8)));
    PongWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.content().toString(StandardCharsets.UTF_8)).isEqualTo("p");
  }

  @Test
  void putsFragmentsTogether() {
    channel.writeInbound(
        new TextWebSocketFrame(false, 0, "a"),
        new ContinuationWebSocketFrame(false, 0, "b"),
        new PongWebSocketFrame(),
        new ContinuationWebSocketFrame(true, 0, "c"),
        new BinaryWebSocketFrame(false, 0, bytes(1)),
        new ContinuationWebSocketFrame(true, 0, bytes(1)),
        new TextWebSocketFrame("d"));
    assertThat(told)
        .filteredOn(t -> !t.equals("heard"))
        .containsExactly("text abc", "binary", "text d");
  }

  @Test
  void aMessageMayBeAsLargeAsTheLimitInHoweverManyFrames() {
    channel.writeInbound(new TextWebSocketFrame(bytes(1_024)));
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes(1_023)));
    channel.writeInbound(new ContinuationWebSocketFrame(true, 0, bytes(1)));
    assertThat(told).doesNotContain("LOST");
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes(1_023)));
    channel.writeInbound(new ContinuationWebSocketFrame(false, 0, bytes(2)));
    assertThat(closeCode()).isEqualTo(4413);
    assertThat(told).last().isEqualTo("LOST");
  }

  @Test
  void aCloseWith1000OrNoneIsAGoodbyeAndIsAnswered() {
    channel.writeInbound(new CloseWebSocketFrame(1000, "bye"));
    assertThat(closeCode()).isEqualTo(1000);
    assertThat(told).containsExactly("heard", "GOODBYE");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aCloseWithoutACodeIsAGoodbye() {
    channel.writeInbound(new CloseWebSocketFrame());
    assertThat(told).containsExactly("heard", "GOODBYE");
  }

  @Test
  void anyOtherEndIsALoss() {
    channel.writeInbound(new CloseWebSocketFrame(1001, ""));
    assertThat(told).containsExactly("heard", "LOST");
  }

  @Test
  void theEndOfTheStreamIsALossAndTheLastSignOfLife() {
    channel.close();
    assertThat(told).containsExactly("heard", "LOST");
  }

  @Test
  void aConnectionThatTimedOutIsALossButNoSignOfLife() {
    channel.pipeline().fireExceptionCaught(new IOException("Connection timed out"));
    assertThat(told).containsExactly("LOST");
  }

  @Test
  void aCloseOfOursWaitsForItsAnswerAndHearsNothingMeanwhile() {
    client.send("last".getBytes(StandardCharsets.UTF_8));
    client.close(CloseCode.TOKEN_REJECTED);
    assertThat(channel.<TextWebSocketFrame>readOutbound().text()).isEqualTo("last");
    assertThat(closeCode()).isEqualTo(4401);
    channel.writeInbound(new TextWebSocketFrame("late"));
    client.send(new byte[1]);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.writeInbound(new CloseWebSocketFrame(4401, ""));
    assertThat(channel.isOpen()).isFalse();
    assertThat(told).containsExactly("LOST");
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void aClientThatDoesNotAnswerACloseIsDropped() {
    client.close(CloseCode.DRAINED);
    channel.advanceTimeBy(1_999, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  /** A socket that takes nothing until it is opened. */
  private static final class Dam extends io.netty.channel.ChannelOutboundHandlerAdapter {
    private boolean open;

    @Override
    public void flush(io.netty.channel.ChannelHandlerContext context) {
      if (open) {
        context.flush();
      }
    }
  }

  private Dam dam() {
    Dam dam = new Dam();
    channel.pipeline().addFirst(dam);
    // Beyond the watermark: from here on frames wait.
    client.send(new byte[66_000]);
    assertThat(channel.isWritable()).isFalse();
    return dam;
  }

  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (Object frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
      if (frame instanceof TextWebSocketFrame text && text.content().readableBytes() < 1_000) {
        sent.add(text.text());
      }
    }
    return sent;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aClientThatIsBehindGetsTheLatestAboutEachThingAndAllOfTheRest() {
    Dam dam = dam();
    client.send("ann", text("ann 1"));
    client.send(text("answer"));
    client.send("bob", text("bob 1"));
    client.send("ann", text("ann 2"));
    client.send("ann", text("ann 3"));
    var written = client.written();
    assertThat(written).isNotDone();
    dam.open = true;
    channel.flush();
    assertThat(sent()).containsExactly("answer", "bob 1", "ann 3");
    assertThat(written).isDone();
    assertThat(told).isEmpty();
    channel.advanceTimeBy(1, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).as("it has caught up").isTrue();
  }

  @Test
  void aClientThatStaysBehindIsClosed() {
    dam();
    client.send("ann", text("ann 1"));
    channel.advanceTimeBy(4_000, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(told).isEmpty();
    channel.advanceTimeBy(1_000, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(told).containsExactly("LOST");
  }

  @Test
  void whatWaitsForAClientIsBounded() {
    dam();
    for (int i = 0; i < 100_000; i++) {
      client.send("subject " + i % 5, new byte[1_000]);
    }
    assertThat(told).as("five subjects wait, whatever happens").isEmpty();
    client.send(new byte[70_000]);
    assertThat(told).containsExactly("LOST");
  }

  @Test
  void framesThatNobodyDrainsAreBounded() {
    for (int i = 0; i < 10; i++) {
      assertThat(client.enqueue(null, new byte[1])).isEqualTo(i == 0);
    }
    assertThat(told).isEmpty();
    assertThat(client.enqueue(null, new byte[1])).isFalse();
    assertThat(told).containsExactly("LOST");
    assertThat(closeCode()).isEqualTo(4430);
  }

  @Test
  void whatFailsOnOurSideIsSaidAndClosed() {
    client.fail(new IllegalStateException("on purpose"));
    assertThat(told).containsExactly("LOST");
    assertThat(closeCode()).isEqualTo(1011);
  }

  @Test
  void aBurstIsTakenThenARateThenEnough() {
    for (int i = 0; i < 10; i++) {
      channel.writeInbound(new TextWebSocketFrame("a"));
    }
    assertThat(told).doesNotContain("too fast");
    channel.writeInbound(new TextWebSocketFrame("a"));
    assertThat(told).last().isEqualTo("too fast");
    nanos += 200_000_000;
    channel.writeInbound(new TextWebSocketFrame("b"));
    assertThat(told).last().isEqualTo("text b");
    for (int i = 0; i < 9; i++) {
      channel.writeInbound(new PingWebSocketFrame());
    }
    assertThat(told).doesNotContain("LOST");
    channel.writeInbound(new TextWebSocketFrame("c"));
    assertThat(told).last().isEqualTo("LOST");
    assertThat(closeCode()).isEqualTo(4429);
  }

  @Test
  void aPauseOfASecondPardonsWhatWasRefused() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 15; i++) {
        channel.writeInbound(new TextWebSocketFrame("a"));
      }
      nanos += 2_000_000_000;
    }
    assertThat(told).contains("too fast").doesNotContain("LOST");
  }
}
