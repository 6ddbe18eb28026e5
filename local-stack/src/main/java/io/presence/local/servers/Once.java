package io.presence.local.servers;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when first asked for. A failure is remembered too: a server that did not
 * start fails every test at once, instead of each after its own deadline.
 */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private @Nullable T value;
  private @Nullable RuntimeException failure;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    T made = value;
    if (made != null) {
      return made;
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    try {
      made = maker.get();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
    value = made;
    return made;
  }
}
