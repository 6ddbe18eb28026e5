package io.presence.endtoend.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks to a stack's only Redis past everything that we made. */
public final class RedisLine {
  /** From the gateway's port to that of Redis, in every stack. */
  private static final int REDIS_OFFSET = 16_379 - 8_080;

  private final int port;

  public RedisLine(LiveStack stack) {
    port = stack.gateway(0).getPort() + REDIS_OFFSET;
  }

  /** It loses everything. */
  public void empty() {
    try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(redis.getInputStream(), StandardCharsets.US_ASCII))) {
      redis.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      String said = answer.readLine();
      if (!"+OK".equals(said)) {
        throw new AssertionError("FLUSHALL: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
