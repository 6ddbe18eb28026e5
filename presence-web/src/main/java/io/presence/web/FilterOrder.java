package io.presence.web;

/** Where filters stand that need more than the library's phases. */
public final class FilterOrder {
  /** Behind {@code ServerFilterPhase.SECURITY.after()}, which is no constant. */
  public static final int AFTER_SECURITY = 40_000;

  private FilterOrder() {}
}
