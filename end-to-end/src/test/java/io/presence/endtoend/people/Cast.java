package io.presence.endtoend.people;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes people whom no other test knows. */
final class Cast {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Cast() {}

  static Somebody somebody(LiveStack stack, Rest rest, String name) {
    String number = Integer.toString(NUMBERS.incrementAndGet());
    return new Somebody(stack, rest, name + "-" + System.nanoTime() % 1_000_000 + "-" + number);
  }

  /** A viewer who is a contact of all these. */
  static Somebody viewerOf(LiveStack stack, Rest rest, Somebody... subjects) {
    Somebody viewer = somebody(stack, rest, "viewer");
    StringBuilder pairs = new StringBuilder();
    for (Somebody subject : subjects) {
      pairs.append(viewer).append(' ').append(subject).append('\n');
    }
    rest.befriend(stack, pairs.toString());
    return viewer;
  }
}
