package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What friend-graph-service answers to the other services about who may see whom. */
public final class Sights {
  private Sights() {}

  /**
   * {@code GET /internal/v1/audience/{user}}: who is told of the subject's changes. Contacts that
   * may see nothing are left out.
   *
   * @param userId the subject
   * @param version the subject's graph version, read before the rest: cache by it
   * @param full viewers who see everything
   * @param statusOnly viewers who see all but last seen
   * @param approximate viewers who see all, but only an approximation of last seen; empty if
   *     absent, as from a service that does not know of it
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record AudienceOf(
      UserId userId,
      long version,
      List<UserId> full,
      List<UserId> statusOnly,
      List<UserId> approximate) {
    public AudienceOf {
      full = List.copyOf(full);
      statusOnly = List.copyOf(statusOnly);
      approximate = List.copyOf(approximate);
    }

    /** Nobody may see anything. */
    public static AudienceOf nobody(UserId user, long version) {
      return new AudienceOf(user, version, List.of(), List.of(), List.of());
    }

    /** Viewers in all. */
    public int size() {
      return full.size() + statusOnly.size() + approximate.size();
    }
  }

  /**
   * {@code POST /internal/v1/sights}: what one viewer may see of some subjects.
   *
   * @param subjects at most {@value #MAX_SUBJECTS}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Question(UserId viewer, List<UserId> subjects) {
    public static final int MAX_SUBJECTS = 500;

    public Question {
      subjects = List.copyOf(subjects);
    }
  }

  /**
   * One subject's part of the answer, in the order of the question.
   *
   * @param contact whether the two are contacts: pushes go to contacts
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Item(UserId userId, Sight sight, boolean contact) {}

  /** The answer to a {@link Question}. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Answer(List<Item> items) {
    public Answer {
      items = List.copyOf(items);
    }
  }

  /**
   * {@code GET /internal/v1/contacts/{viewer}?limit&after}: a page of the viewer's contacts by id,
   * with what they may see of each; those they may see nothing of are in it.
   *
   * @param next pass as {@code after} for the next page; absent at the end
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContactsPage(List<Item> items, @Nullable UserId next) {
    public static final int MAX_LIMIT = 500;

    public ContactsPage {
      items = List.copyOf(items);
    }
  }
}
