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
   * @param version the subject's graph version, read before the rest: cache by it. {@link
   *     #UNSETTLED} while an edit has been saved of which the versions do not tell yet
   * @param full viewers who see everything
   * @param statusOnly viewers who see all but last seen
   * @param approximate viewers who see all, but only an approximation of last seen; empty if
   *     absent, as from a service that does not know of it
   * @param pullOnly whether the subject has more contacts than are pushed to; the lists are then
   *     empty
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record AudienceOf(
      UserId userId,
      long version,
      List<UserId> full,
      List<UserId> statusOnly,
      List<UserId> approximate,
      boolean pullOnly) {
    /** Above all versions: no cache holds it, and no change was made after it. */
    public static final long UNSETTLED = Long.MAX_VALUE;

    public AudienceOf {
      full = List.copyOf(full);
      statusOnly = List.copyOf(statusOnly);
      approximate = List.copyOf(approximate);
    }

    /** An audience that is pushed to. */
    public AudienceOf(
        UserId userId,
        long version,
        List<UserId> full,
        List<UserId> statusOnly,
        List<UserId> approximate) {
      this(userId, version, full, statusOnly, approximate, false);
    }

    /** Nobody may see anything. */
    public static AudienceOf nobody(UserId user, long version) {
      return new AudienceOf(user, version, List.of(), List.of(), List.of());
    }

    /** Too many to push to. */
    public static AudienceOf pullOnly(UserId user, long version) {
      return new AudienceOf(user, version, List.of(), List.of(), List.of(), true);
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
   * @param pullOnly whether the subject has more contacts than are pushed to: then only those are
   *     told unasked who watch the subject explicitly. Does not depend on what the viewer may see
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Item(UserId userId, Sight sight, boolean contact, boolean pullOnly) {
    /** About a subject who is pushed to contacts. */
    public Item(UserId userId, Sight sight, boolean contact) {
      this(userId, sight, contact, false);
    }
  }

  /** The answer to a {@link Question}. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Answer(List<Item> items) {
    public Answer {
      items = List.copyOf(items);
    }
  }

  /**
   * {@code POST /internal/v1/viewers}: what some viewers may see of each of some subjects.
   *
   * @param subjects with at most {@value #MAX_PAIRS} viewers in all
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record ViewersQuestion(List<ViewersOf> subjects) {
    public static final int MAX_PAIRS = 1_000;

    public ViewersQuestion {
      subjects = List.copyOf(subjects);
    }

    /** Viewers of all subjects together. */
    public int pairs() {
      return subjects.stream().mapToInt(subject -> subject.viewers().size()).sum();
    }
  }

  /** One subject of a {@link ViewersQuestion}, and who looks at them. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record ViewersOf(UserId userId, List<UserId> viewers) {
    public ViewersOf {
      viewers = List.copyOf(viewers);
    }
  }

  /** The answer to a {@link ViewersQuestion}, in its order. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record ViewersAnswer(List<SightsOf> subjects) {
    public ViewersAnswer {
      subjects = List.copyOf(subjects);
    }
  }

  /**
   * One subject of the answer.
   *
   * @param sights one for each viewer of the question, in its order
   * @param underWay whether an edit of the subject's or a viewer's graph has been saved of which
   *     the versions may not tell yet: then the sights may be younger than they seem
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record SightsOf(UserId userId, List<Sight> sights, boolean underWay) {
    public SightsOf {
      sights = List.copyOf(sights);
    }

    /** With nothing under way. */
    public SightsOf(UserId userId, List<Sight> sights) {
      this(userId, sights, false);
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
