package io.presence.contracts;

import java.util.List;

/**
 * How much a viewer may see of a subject, and why: one cannot be had without the other, so an
 * explanation never differs from what was decided.
 *
 * @param sight what may be seen
 * @param reasons in the order in which the rules were asked; never empty. When nothing may be seen,
 *     every rule that hides: taking one away does not help while another is left
 */
public record SightDecision(Sight sight, List<SightReason> reasons) {
  public SightDecision {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a decision for " + sight + " needs a reason");
    }
  }

  SightDecision(Sight sight, SightReason only) {
    this(sight, List.of(only));
  }
}
