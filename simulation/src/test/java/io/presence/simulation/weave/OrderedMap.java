package io.presence.simulation.weave;

import java.util.LinkedHashMap;
import java.util.Map;

/** A hash map that is walked over in the order in which it was filled. */
public class OrderedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  public OrderedMap() {}

  public OrderedMap(int capacity) {
    super(capacity);
  }

  public OrderedMap(Map<? extends K, ? extends V> map) {
    super(map);
  }

  public static <K, V> OrderedMap<K, V> newHashMap(int size) {
    return new OrderedMap<>();
  }
}
