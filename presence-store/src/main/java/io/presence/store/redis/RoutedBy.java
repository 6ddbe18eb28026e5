package io.presence.store.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.ByteBuffer;

/**
 * Arguments of a command that knows no keys, but is meant for the node of one: it goes the way that
 * commands with this key go, behind those that were sent before.
 */
final class RoutedBy extends CommandArgs<String, String> {
  private final String key;

  RoutedBy(String key) {
    super(StringCodec.UTF8);
    this.key = key;
  }

  @Override
  public ByteBuffer getFirstEncodedKey() {
    return StringCodec.UTF8.encodeKey(key);
  }
}
