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
    return of(name, resource("person") + resource(name));
  }

  private static LuaScript of(String name, String source) {
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
