package io.presence.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script from the resources of this package; its header there says what it takes and answers.
 *
 * <p>Its first line, which needs Redis 7, says what becomes of it in a full Redis. {@code #!lua}:
 * it is refused as a whole, because it lets somebody in. {@code flags=allow-oom}: it goes on,
 * because it is about those who are in, or lets them out. {@code flags=no-writes}: it only reads.
 *
 * @param source what EVAL sends
 * @param sha what EVALSHA names
 */
record LuaScript(String name, String source, String sha) {

  /** A script that stands alone. */
  static LuaScript alone(String name) {
    return of(name, resource(name));
  }

  /** A script about a person, with {@code person.lua} in front of it. */
  static LuaScript ofPerson(String name) {
    String script = resource(name);
    int firstLine = script.indexOf('\n') + 1;
    return of(
        name, script.substring(0, firstLine) + resource("person") + script.substring(firstLine));
  }

  private static LuaScript of(String name, String source) {
    if (!source.startsWith("#!lua")) {
      throw new IllegalStateException(
          name + ".lua does not say in its first line what becomes of it in a full Redis");
    }
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return new LuaScript(name, source, HexFormat.of().formatHex(sha));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = LuaScript.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("no script " + name + ".lua beside " + LuaScript.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
