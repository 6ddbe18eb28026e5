package io.presence.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.web.ProblemException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list in the order of its ids (keyset: no page is skipped or repeated when others
 * write).
 *
 * @param next pass as {@code after} for the next page; absent at the end
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String next) {
  public static final int MAX_LIMIT = 500;

  /** The {@code limit} of a request that names none. */
  public static final String DEFAULT_LIMIT = "100";

  public Page {
    items = List.copyOf(items);
  }

  /**
   * @throws ProblemException 400 unless the limit is 1-{@value #MAX_LIMIT}
   */
  public static void requireLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.invalid("limit must be 1-%d, got %d".formatted(MAX_LIMIT, limit));
    }
  }

  /** Where a list goes on: behind {@code after}, or at its start. */
  public static String start(@Nullable Object after) {
    return after == null ? "" : after.toString();
  }

  /** {@code next} as what it is. */
  public <K> @Nullable K next(Function<String, K> read) {
    return next == null ? null : read.apply(next);
  }

  /**
   * @param rows at most {@code limit + 1}: the one too many tells that there is a next page
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, ?> idOf) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, String.valueOf(idOf.apply(items.getLast())));
  }
}
