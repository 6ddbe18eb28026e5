package io.presence.web.limit;

import java.util.Locale;

/** Something of which there may be only so much, or so many; an enum lists those of a service. */
public interface Bound {
  /** The constant of the enum. */
  String name();

  /** The tag of its metric: {@code CONTACTS_PER_USER} is {@code contacts-per-user}. */
  default String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
