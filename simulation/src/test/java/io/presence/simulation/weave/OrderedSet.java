package io.presence.simulation.weave;

import java.util.Collection;
import java.util.LinkedHashSet;

/** A hash set that is walked over in the order in which it was filled. */
public class OrderedSet<E> extends LinkedHashSet<E> {
  private static final long serialVersionUID = 1;

  public OrderedSet() {}

  public OrderedSet(int capacity) {
    super(capacity);
  }

  public OrderedSet(Collection<? extends E> all) {
    super(all);
  }

  public static <E> OrderedSet<E> newHashSet(int size) {
    return new OrderedSet<>();
  }
}
