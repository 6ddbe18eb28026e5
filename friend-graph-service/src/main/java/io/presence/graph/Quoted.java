package io.presence.graph;

/** What a caller sent, as a refusal names it: its beginning, printable. */
public final class Quoted {
  private static final int SHOWN = 60;

  private Quoted() {}

  public static String of(String value) {
    String head =
        value.codePointCount(0, value.length()) > SHOWN
            ? value.substring(0, value.offsetByCodePoints(0, SHOWN)) + "…"
            : value;
    StringBuilder text = new StringBuilder(head.length() + 2).append('"');
    head.codePoints().forEach(c -> text.appendCodePoint(isPrintable(c) ? c : '?'));
    return text.append('"').toString();
  }

  private static boolean isPrintable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE
        && Character.getType(codePoint) != Character.FORMAT;
  }
}
