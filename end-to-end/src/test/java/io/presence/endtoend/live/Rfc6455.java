package io.presence.endtoend.live;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The bytes of a client's upgrade and frames, and those of a server. */
final class Rfc6455 {
  private static final int LONGEST_HEAD = 16_384;

  private Rfc6455() {}

  /**
   * @param headers complete lines
   */
  static byte[] upgrade(String query, String headers) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    String request =
        "GET /v1/presence/ws"
            + (query.isEmpty() ? "" : "?" + query)
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + Base64.getEncoder().encodeToString(nonce)
            + "\r\n"
            + headers
            + "\r\n";
    return request.getBytes(StandardCharsets.UTF_8);
  }

  /** Status line and headers of an answer. */
  static String head(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < LONGEST_HEAD && text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /**
   * A masked frame.
   *
   * @param first its first byte: FIN, reserved bits and opcode
   */
  static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % 4]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** What follows the first byte of a server's frame. */
  static byte[] payload(DataInputStream in) throws IOException {
    int seven = in.readUnsignedByte() & 0x7f;
    int length =
        switch (seven) {
          case 126 -> in.readUnsignedShort();
          case 127 -> Math.toIntExact(in.readLong());
          default -> seven;
        };
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }
}
