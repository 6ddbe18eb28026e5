package io.presence.contracts;

/** The one spelling rule for ids, shared by the id records. */
final class Ids {
  static final int MAX_LENGTH = 128;

  private Ids() {}

  static String require(String what, String value, boolean colonAllowed) {
    if (!isValid(value, colonAllowed)) {
      throw new IllegalArgumentException(
          "%s must be 1-%d characters of [A-Za-z0-9._%s@-], got %s"
              .formatted(what, MAX_LENGTH, colonAllowed ? ":" : "", abbreviate(value)));
    }
    return value;
  }

  static boolean isValid(String value, boolean colonAllowed) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean ok =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '@'
              || c == '-'
              || (c == ':' && colonAllowed);
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  /** Keeps hostile input out of messages: at most 40 characters, printable ASCII only. */
  static String abbreviate(String value) {
    String head =
        value.length() > 40 ? value.substring(0, 40) + "… (" + value.length() + ")" : value;
    return '"' + head.replaceAll("[^\\x20-\\x7e…]", "?") + '"';
  }
}
