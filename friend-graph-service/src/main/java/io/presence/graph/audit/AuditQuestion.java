package io.presence.graph.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of the audit, as SQL: the ids of the rows, each list of them by an
 * index and no longer than the page. Only batches of imports are sought before they are cut, since
 * an index over lists has no order; of those a person is in few.
 *
 * @param actor only what this admin did
 * @param target only what was done to this person, room or import, as either of the two
 * @param other only what is about the target and this one; needs a target
 * @param before ids below this one
 */
record AuditQuestion(
    @Nullable String actor, @Nullable String target, @Nullable String other, long before) {

  /** A statement without its values, and those. */
  record Sql(String text, List<Object> values) {}

  /** Ids of at most so many rows, the newest first. */
  Sql ids(int count) {
    List<Object> values = new ArrayList<>();
    if (target == null) {
      return new Sql(newest("", values, count), values);
    }
    List<String> lists = new ArrayList<>();
    lists.add(ofPeople(target, "target", "other", values, count));
    lists.add(ofPeople(target, "other", "target", values, count));
    lists.add(ofImports(target, values, count));
    values.add(count);
    return new Sql("(" + String.join(") UNION (", lists) + ") ORDER BY id DESC LIMIT ?", values);
  }

  private String ofPeople(
      String person, String first, String second, List<Object> values, int count) {
    values.add(person);
    if (other == null) {
      return newest(" AND %s = ?".formatted(first), values, count);
    }
    values.add(other);
    return newest(" AND %s = ? AND %s = ?".formatted(first, second), values, count);
  }

  /** Whatever is asked of the rows comes before in the values. */
  private String newest(String asked, List<Object> values, int count) {
    return rest("SELECT id FROM audit WHERE true" + asked, values, count);
  }

  private String ofImports(String person, List<Object> values, int count) {
    String batches =
        """
        SELECT id, actor FROM audit
        WHERE imported_ones IS NOT NULL AND (imported_ones || imported_others) @> ARRAY[?::text]
        """;
    values.add(person);
    if (other != null) {
      batches +=
          """
           AND EXISTS (
              SELECT 1 FROM unnest(imported_ones, imported_others) AS pair (one, other)
              WHERE (pair.one, pair.other) IN ((?, ?), (?, ?)))
          """;
      values.addAll(List.of(person, other, other, person));
    }
    return rest(
        "WITH batches AS MATERIALIZED (%s) SELECT id FROM batches WHERE true".formatted(batches),
        values,
        count);
  }

  private String rest(String select, List<Object> values, int count) {
    values.add(before);
    if (actor != null) {
      values.add(actor);
    }
    values.add(count);
    return select
        + " AND id < ?"
        + (actor == null ? "" : " AND actor = ?")
        + " ORDER BY id DESC LIMIT ?";
  }
}
