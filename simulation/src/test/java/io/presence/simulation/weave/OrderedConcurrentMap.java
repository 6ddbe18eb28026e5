package io.presence.simulation.weave;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ordered, and may be changed while it is walked over: walks see what was there at their start. */
public class OrderedConcurrentMap<K, V> extends LinkedHashMap<K, V> implements ConcurrentMap<K, V> {
  private static final long serialVersionUID = 1;

  public OrderedConcurrentMap() {}

  public OrderedConcurrentMap(int capacity) {
    super(capacity);
  }

  public static <T> OrderedKeys<T> newKeySet() {
    return new OrderedKeys<>(new LinkedHashSet<>());
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> each) {
    new LinkedHashMap<>(this).forEach(each);
  }

  @Override
  public Set<K> keySet() {
    return new OrderedKeys<>(super.keySet());
  }

  @Override
  public Collection<V> values() {
    return new OrderedKeys<>(new LinkedHashSet<>(super.values()));
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new OrderedKeys<>(super.entrySet());
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    super.replaceAll(function);
  }

  @Override
  public V getOrDefault(Object key, V other) {
    V value = get(key);
    return value == null ? other : value;
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
    V value = get(key);
    if (value == null) {
      value = make.apply(key);
      if (value != null) {
        put(key, value);
      }
    }
    return value;
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return super.putIfAbsent(key, value);
  }

  @Override
  public boolean remove(Object key, Object value) {
    return super.remove(key, value);
  }

  @Override
  public boolean replace(K key, V before, V after) {
    return super.replace(key, before, after);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return super.replace(key, value);
  }
}
