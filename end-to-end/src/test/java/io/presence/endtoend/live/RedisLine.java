package io.presence.endtoend.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Speaks to a stack's only Redis past everything that we made. */
public final class RedisLine {
  /** From the gateway's port to that of Redis, in every stack. */
  private static final int REDIS_OFFSET = 16_379 - 8_080;

  private static final String READS = "total_reads_processed:";

  private final int port;

  public RedisLine(LiveStack stack) {
    port = stack.gateway(0).getPort() + REDIS_OFFSET;
  }

  /** It loses everything. */
  public void empty() {
    String answer = call("FLUSHALL", line -> true);
    if (!answer.equals("+OK")) {
      throw new AssertionError("FLUSHALL: " + answer);
    }
  }

  /** How often it has read from a connection: what came in one go counts once. */
  public long reads() {
    return Long.parseLong(
        call("INFO stats", line -> line.startsWith(READS)).substring(READS.length()));
  }

  private String call(String command, Predicate<String> wanted) {
    try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(redis.getInputStream(), StandardCharsets.US_ASCII))) {
      redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      for (String line = answer.readLine(); line != null; line = answer.readLine()) {
        if (wanted.test(line)) {
          return line;
        }
      }
      throw new AssertionError(command + ": no such line in the answer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
