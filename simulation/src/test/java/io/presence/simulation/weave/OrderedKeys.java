package io.presence.simulation.weave;

import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ordered set that may be changed while it is walked over: walks see what was there. */
public final class OrderedKeys<T> extends AbstractSet<T> {
  private final Set<T> all;

  OrderedKeys(Set<T> all) {
    this.all = all;
  }

  @Override
  public Iterator<T> iterator() {
    Iterator<T> copy = new ArrayList<>(all).iterator();
    return new Iterator<>() {
      private @Nullable T last;

      @Override
      public boolean hasNext() {
        return copy.hasNext();
      }

      @Override
      public T next() {
        T next = copy.next();
        last = next;
        return next;
      }

      @Override
      public void remove() {
        all.remove(last);
      }
    };
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public boolean contains(Object o) {
    return all.contains(o);
  }

  @Override
  public boolean remove(Object o) {
    return all.remove(o);
  }

  @Override
  public boolean add(T added) {
    return all.add(added);
  }

  @Override
  public void clear() {
    all.clear();
  }
}
