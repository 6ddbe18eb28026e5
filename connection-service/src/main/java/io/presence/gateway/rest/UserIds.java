package io.presence.gateway.rest;

import io.presence.contracts.Frames;
import io.presence.contracts.UserId;
import io.presence.web.ProblemException;
import java.util.Arrays;
import java.util.List;

/** The parameter {@code user_ids}: ids joined by commas. */
public final class UserIds {
  private UserIds() {}

  /** How many to charge for before they are read: from 1 to as many as one request may name. */
  public static int count(String joined) {
    long commas = joined.chars().filter(character -> character == ',').count();
    return (int) Math.min(commas + 1, Frames.MAX_USER_IDS);
  }

  /**
   * @return each once, in their order
   * @throws ProblemException 400, when it holds none, more than {@value Frames#MAX_USER_IDS}, or
   *     what is no id
   */
  public static List<UserId> parse(String joined) {
    String[] parts = joined.split(",", -1);
    if (joined.isEmpty() || parts.length > Frames.MAX_USER_IDS) {
      throw ProblemException.invalid(
          "user_ids must hold 1 to %d ids, got %d"
              .formatted(Frames.MAX_USER_IDS, joined.isEmpty() ? 0 : parts.length));
    }
    try {
      return Arrays.stream(parts).map(UserId::new).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("user_ids: " + e.getMessage());
    }
  }
}
