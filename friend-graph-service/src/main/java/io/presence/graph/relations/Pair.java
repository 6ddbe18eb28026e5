package io.presence.graph.relations;

import io.presence.contracts.UserId;
import io.presence.web.ProblemException;

/**
 * Two different people in the order of their ids, whoever of them acts.
 *
 * @param lower smaller than {@code higher}
 */
public record Pair(UserId lower, UserId higher) implements Comparable<Pair> {
  public Pair {
    if (lower.compareTo(higher) >= 0) {
      throw new IllegalArgumentException(lower + " must come before " + higher);
    }
  }

  /** Both orders of the same two people give the same pair. They must differ. */
  public static Pair of(UserId one, UserId other) {
    return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
  }

  /**
   * @throws ProblemException 400 if they are the same person
   */
  static void requireOther(String what, UserId user, UserId other) {
    if (user.equals(other)) {
      throw ProblemException.invalid(
          "%s must be somebody else than the user, got %s for both".formatted(what, user));
    }
  }

  @Override
  public int compareTo(Pair other) {
    int byLower = lower.compareTo(other.lower);
    return byLower != 0 ? byLower : higher.compareTo(other.higher);
  }
}
