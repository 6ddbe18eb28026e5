package io.presence.contracts;

import java.util.Locale;

/**
 * Why a subject is as they are, and whether a viewer is told of it unasked: the links of an {@link
 * Explanation} that follow those of the graph ({@link SightReason}).
 */
public enum StateReason {
  INVISIBLE("The subject is invisible by their own choice, and looks signed off to everybody."),
  HAND_SET("The subject set their status by hand, and it holds while any session lives."),
  ACTIVE("The subject is connected, and did something within the idle timeout."),
  IDLE("The subject is connected, and did nothing on any device for the idle timeout."),
  NEVER_SEEN("The subject has never been connected."),
  OFFLINE("The subject has no session; how the last one ended is not kept any more."),
  SIGNED_OFF(
      "The subject's last session ended with a goodbye, a sign-off or by an administrator, or each"
          + " connected device is signed off."),
  LEASE_EXPIRED("The subject's last session was not heard for the TTL, and was ended."),
  SESSION("A session that counts, with its gateway, when it was last heard and when it ends."),
  SESSION_SIGNED_OFF("A session that does not count, because its device is signed off."),
  SESSION_OF_DEAD_GATEWAY(
      "A session whose gateway is gone: it counts until its lease ends, unless the client comes"
          + " back."),
  PULL_ONLY(
      "The viewer is told when asking or while subscribed, not by push: they are no contacts, or the"
          + " subject has more contacts than `PRESENCE_PUSH_LIMIT`."),
  VIEWER_NOT_CONNECTED(
      "The viewer has neither a session nor a stream: nobody is there to be told.");

  private final String text;

  StateReason(String text) {
    this.text = text;
  }

  /** Stable, for programs. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means, for people. */
  public String text() {
    return text;
  }
}
