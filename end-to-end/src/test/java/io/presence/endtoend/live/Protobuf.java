package io.presence.endtoend.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of Protocol Buffers, as far as a test needs it: its fields in order, by number. */
record Protobuf(List<Field> fields) {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /**
   * One field.
   *
   * @param number what is not of bytes; 0 for those
   * @param bytes of a text, a message or bytes; empty for what is a number
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Field(int id, long number, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Protobuf message() {
      return Protobuf.read(bytes);
    }
  }

  static Protobuf read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      int id = key >>> 3;
      fields.add(
          switch (key & 7) {
            case VARINT -> new Field(id, varint(in), new byte[0]);
            case FIXED_64 -> new Field(id, in.getLong(), new byte[0]);
            case FIXED_32 -> new Field(id, in.getInt(), new byte[0]);
            case BYTES -> {
              byte[] value = new byte[(int) varint(in)];
              in.get(value);
              yield new Field(id, 0, value);
            }
            default -> throw new IllegalArgumentException("no such kind of field: " + (key & 7));
          });
    }
    return new Protobuf(fields);
  }

  List<Field> all(int id) {
    return fields.stream().filter(field -> field.id == id).toList();
  }

  /** The last of them; empty when there is none. */
  Field one(int id) {
    return fields.reversed().stream()
        .filter(field -> field.id == id)
        .findFirst()
        .orElse(new Field(id, 0, new byte[0]));
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
