package io.presence.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of what a GET answers: a digest of its content, so that two editors who see the
 * same hold the same tag, whatever happened in between. Strong.
 *
 * @param text as in the header, with its quotes
 */
public record Etag(String text) {
  /** The tag of these fields, in this order. */
  public static Etag of(@Nullable String... fields) {
    MessageDigest digest = sha256();
    for (String field : fields) {
      byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
      // The length keeps ("ab", "c") apart from ("a", "bc"), and null from empty.
      digest.update(ByteBuffer.allocate(4).putInt(field == null ? -1 : bytes.length).array());
      digest.update(bytes);
    }
    byte[] head = ByteBuffer.allocate(15).put(digest.digest(), 0, 15).array();
    return new Etag('"' + Base64.getUrlEncoder().encodeToString(head) + '"');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
