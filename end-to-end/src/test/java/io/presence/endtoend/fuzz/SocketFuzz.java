package io.presence.endtoend.fuzz;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bad input for the socket. */
final class SocketFuzz {
  private static final int FRAMES = 60;
  private static final long ANSWER_SECONDS = 15;
  private static final Pattern REF = Pattern.compile("\"ref\":\"(q\\d+)\"");

  private final LiveStack stack;
  private final Junk junk;
  private final Verdicts verdicts;
  private final String user;
  private final long seed;

  SocketFuzz(LiveStack stack, long seed, String prefix, Verdicts verdicts) {
    this.stack = stack;
    this.seed = seed;
    this.verdicts = verdicts;
    junk = new Junk(seed, prefix);
    user = prefix + "user" + seed;
  }

  /** Nearly right frames on a live socket: each that has a ref is answered once. */
  void frames() {
    Map<String, String> sent = new LinkedHashMap<>();
    try (Wire wire = join()) {
      for (int i = 0; i < FRAMES && wire.isOpen(); i++) {
        if (junk.below(4) == 0) {
          wire.send(junk.broken());
        } else {
          String ref = "q" + i;
          String frame = junk.frame(ref);
          sent.put(ref, frame);
          wire.send(frame);
        }
      }
      answered(wire, sent);
    }
  }

  /** Every answer, or a documented close. The last question is a good one: it comes last. */
  private void answered(Wire wire, Map<String, String> sent) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
    Map<String, Integer> answers = answers(wire);
    while (wire.isOpen()
        && !answers.keySet().containsAll(sent.keySet())
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      answers = answers(wire);
    }
    if (wire.isOpen()) {
      wire.ask("heartbeat", "{}");
      answers = answers(wire);
      for (Map.Entry<String, String> frame : sent.entrySet()) {
        int count = answers.getOrDefault(frame.getKey(), 0);
        if (count != 1) {
          verdicts.add("seed %d: %d answers to %s".formatted(seed, count, frame.getValue()));
        }
      }
    } else {
      verdicts.closed(wire.closed().join(), "frames of seed " + seed);
    }
    wire.frames().forEach(frame -> verdicts.text(frame.text(), "frames of seed " + seed));
  }

  private static Map<String, Integer> answers(Wire wire) {
    Map<String, Integer> answers = new LinkedHashMap<>();
    for (Wire.Frame frame : wire.frames()) {
      Matcher ref = REF.matcher(frame.text());
      if (ref.find()) {
        answers.merge(ref.group(1), 1, Integer::sum);
      }
    }
    return answers;
  }

  /** Frames that break RFC 6455, or nearly. */
  void rawFrames() {
    try (Wire wire = join()) {
      for (int i = 0; i < 8 && wire.isOpen(); i++) {
        switch (junk.below(7)) {
          case 0 -> wire.sendFrame(junk.below(256), junk.bytes(200));
          case 1 ->
              wire.sendFrame(0x01, "{\"event\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          case 2 -> wire.sendFrame(0x80, junk.bytes(50));
          case 3 -> wire.sendFrame(0x81, new byte[any(65_536, 73_728, 73_729, 200_000)]);
          case 4 -> wire.sendBytes(junk.bytes(300));
          case 5 -> wire.sendFrame(0x82, junk.bytes(100));
          default -> wire.sendFrame(0x88, junk.bytes(130));
        }
      }
      wire.sendBytes(new byte[] {(byte) 0x81, (byte) 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 1});
      int code = wire.closed().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
      if (code == 1011) {
        verdicts.add("seed %d: closed with 1011 after raw frames".formatted(seed));
      }
    } catch (CompletionException e) {
      verdicts.add("seed %d: a broken stream was not closed: %s".formatted(seed, e));
    }
  }

  private int any(Integer... values) {
    return junk.any(List.of(values));
  }

  /** The first frame of somebody without a token. */
  void nameless() {
    try (Wire wire = Wire.open(stack.gateway(junk.below(2)), "", "")) {
      String first =
          switch (junk.below(3)) {
            case 0 -> junk.broken();
            case 1 -> junk.frame("first");
            default -> "{\"event\":\"authenticate\",\"data\":" + junk.value(3) + "}";
          };
      wire.send(first);
      int code = wire.closed().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
      verdicts.closed(code, first);
      wire.frames().forEach(frame -> verdicts.text(frame.text(), first));
    } catch (CompletionException e) {
      verdicts.add("seed %d: somebody nameless was not refused: %s".formatted(seed, e));
    }
  }

  /** Upgrades with a strange device, a strange token, strange headers. */
  void upgrades() {
    String query = "device_id=" + junk.encoded() + "&device_type=" + junk.encoded() + "&watch=x";
    String token = junk.below(2) == 0 ? stack.token(user) : junk.quoted(junk.id());
    String headers =
        "Authorization: Bearer %s\r\nX-%d: %s\r\n"
            .formatted(
                token.replaceAll("[\\x00-\\x1f]", ""),
                junk.below(9),
                "y".repeat(junk.below(9_000)));
    try (Wire wire = Wire.open(stack.gateway(junk.below(2)), query, headers)) {
      String head = wire.head();
      if (!head.startsWith("HTTP/1.1 4") && !head.startsWith("HTTP/1.1 101")) {
        verdicts.add("seed %d: %s to an upgrade with %s".formatted(seed, head, query));
      }
      verdicts.text(head, query);
    }
  }

  private Wire join() {
    return Wire.join(stack.gateway((int) seed), stack.token(user), "device_id=d" + seed);
  }
}
