package io.presence.local.chaos;

import io.presence.local.crowd.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * What one experiment showed.
 *
 * @param changes how often somebody came or went
 * @param updates how many of those were told to somebody
 * @param falseOfflines how often somebody who was there was shown offline
 * @param rowsLost people whose last seen is missing in Postgres, or older than when they left
 * @param convergedMillis from the moment when all was mended and at rest to the last wrong picture
 * @param complaints of clients that could not connect, a sample
 */
record Outcome(
    Scenario scenario,
    long changes,
    long updates,
    long falseOfflines,
    Verdict verdict,
    List<String> rowsLost,
    long convergedMillis,
    List<String> complaints) {
  static final String HEADER =
      "| fault | changes made | updates told | updates lost | ghosts | false offlines | last-seen rows lost | converged after |%n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
          .formatted();

  /** Pictures that lack what they should have been told. */
  int updatesLost() {
    return verdict.mismatches().size() - verdict.ghosts();
  }

  boolean isGood() {
    return verdict.mismatches().isEmpty() && falseOfflines == 0 && rowsLost.isEmpty();
  }

  /** A row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %s |",
        scenario.text(),
        changes,
        updates,
        updatesLost(),
        verdict.ghosts(),
        falseOfflines,
        rowsLost.size(),
        verdict.mismatches().isEmpty()
            ? String.format(Locale.ROOT, "%.1f s", convergedMillis / 1_000.0)
            : "not");
  }
}
