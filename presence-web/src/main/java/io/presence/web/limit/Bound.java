package io.presence.web.limit;

/** Something of which there may be only so much, or so many; an enum lists those of a service. */
public interface Bound {
  /** The tag of its metric. */
  String key();
}
