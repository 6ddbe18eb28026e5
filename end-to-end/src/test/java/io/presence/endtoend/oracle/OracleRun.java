package io.presence.endtoend.oracle;

import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** One seed, played and judged. */
final class OracleRun {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration CONVERGED = Duration.ofSeconds(10);
  private static final int SHOWN = 3;
  private static final int SHOWN_TEXT = 400;

  private final LiveStack stack;
  private final Rest rest;
  private final long seed;
  private final Plan plan;
  private final World world;
  private final long startNanos = System.nanoTime();

  OracleRun(LiveStack stack, Rest rest, Policy policy, long seed) {
    this.stack = stack;
    this.rest = rest;
    this.seed = seed;
    plan = Plan.of(seed, "o%d-%d".formatted(seed, NUMBER.incrementAndGet()), policy);
    world = plan.world();
  }

  /**
   * What came of it.
   *
   * @param failure empty when nothing was wrong; else all that a person needs
   */
  record Report(long seed, String summary, String failure) {}

  Report play() throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    long played = 0;
    long rested = 0;
    try {
      prepare();
      perform(wrong);
      played = millis(System.nanoTime());
      converge(wrong);
      rested = millis(System.nanoTime());
    } finally {
      for (Person person : world.people().values()) {
        person.seats.forEach(seat -> seat.wire.close());
        person.streams.forEach(stream -> stream.events().close());
      }
    }
    List<Judge> judges = new ArrayList<>();
    List<Judge.Leak> leaks = new ArrayList<>();
    for (Person viewer : world.people().values()) {
      Judge judge = new Judge(world, viewer);
      viewer.heard().forEach(judge::judge);
      judges.add(judge);
      leaks.addAll(judge.leaks());
    }
    String summary =
        "seed %d: %d texts, %d views (%d say nothing), %d counts of rooms (%d not had), %d relations, %d leaks, %d other failures; played %d ms, at rest after %d, judged after %d"
            .formatted(
                seed,
                judges.stream().mapToInt(Judge::texts).sum(),
                judges.stream().mapToInt(Judge::views).sum(),
                judges.stream().mapToInt(Judge::nothing).sum(),
                judges.stream().mapToInt(Judge::rooms).sum(),
                judges.stream().mapToInt(Judge::unavailable).sum(),
                judges.stream().mapToInt(Judge::relations).sum(),
                leaks.size(),
                wrong.size(),
                played,
                rested,
                millis(System.nanoTime()));
    return new Report(seed, summary, describe(leaks, wrong));
  }

  /** Relations and settings as the plan begins. Nobody is connected yet. */
  private void prepare() {
    StringBuilder pairs = new StringBuilder();
    world
        .contacts()
        .forEach((pair, contacts) -> {
          if (contacts.latest()) {
            pairs.append(pair).append('\n');
          }
        });
    rest.befriend(stack, pairs.toString());
    for (Person person : world.people().values()) {
      String profile = "{\"name\":\"" + person.names.latest() + "\"}";
      rest.put(stack.friendGraph(), "/v1/users/" + person.id, stack.token(person.id), profile).ok();
      Privacy privacy = person.privacy.latest();
      if (!privacy.equals(world.policy().unlessSet())) {
        String path = "/v1/users/" + person.id + "/privacy";
        rest.put(stack.friendGraph(), path, stack.token(person.id), privacy.json()).ok();
      }
    }
    world
        .blocks()
        .forEach((pair, blocked) -> {
          if (blocked.latest()) {
            String who = pair.substring(0, pair.indexOf(' '));
            String path = "/v1/users/" + who + "/blocks/" + pair.substring(who.length() + 1);
            rest.put(stack.friendGraph(), path, stack.token(who), null).ok();
          }
        });
    world
        .exemptions()
        .forEach((pair, exemption) -> {
          if (!exemption.latest().isNone()) {
            String who = pair.substring(0, pair.indexOf(' '));
            String whom = pair.substring(who.length() + 1);
            String path = "/v1/users/" + who + "/privacy/exceptions/" + whom;
            rest.put(stack.friendGraph(), path, stack.token(who), exemption.latest().json()).ok();
          }
        });
    world.rooms().forEach(this::prepare);
  }

  private void prepare(Room room) {
    List<String> members = new ArrayList<>(room.fillers);
    room.members()
        .forEach((person, membership) -> {
          if (membership.latest()) {
            members.add(person);
          }
        });
    if (!members.isEmpty()) {
      URI path = stack.friendGraph().resolve("/v1/rooms/" + room + "/members");
      String body = "{\"user_ids\":" + Json.array(members) + "}";
      rest.call("POST", path, stack.admin(), body).ok();
    }
  }

  private void perform(List<String> wrong) throws InterruptedException {
    List<Callable<Void>> parts = new ArrayList<>();
    for (Map.Entry<String, List<Act>> part : plan.acts().entrySet()) {
      Actor actor = new Actor(stack, rest, world, world.person(part.getKey()), startNanos);
      parts.add(() -> {
        actor.perform(part.getValue());
        return null;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> part : threads.invokeAll(parts)) {
        try {
          part.get();
        } catch (ExecutionException e) {
          wrong.add("an act failed: " + e.getCause());
        }
      }
    }
  }

  /** Waits until everything has ended that will, then until all pictures are right. */
  private void converge(List<String> wrong) {
    if (!wrong.isEmpty()) {
      return;
    }
    long calm =
        world.people().values().stream()
            .flatMap(person -> person.devices.stream())
            .flatMap(device -> device.lives.stream())
            .mapToLong(Life::over)
            .max()
            .orElse(0);
    await().atMost(Duration.ofMillis(2 * stack.ttlMillis())).until(() -> System.nanoTime() > calm);
    Outcome outcome = new Outcome(stack, rest, world);
    try {
      await()
          .atMost(CONVERGED)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> outcome.differences().isEmpty());
    } catch (ConditionTimeoutException e) {
      wrong.addAll(outcome.differences());
      return;
    }
    wrong.addAll(outcome.explained());
    stack
        .services()
        .forEach((service, uri) -> {
          String metrics = rest.call("GET", uri.resolve("/prometheus"), null, null).ok().body();
          if (metrics.contains(world.prefix())) {
            wrong.add("the metrics of " + service + " name somebody: " + metrics);
          }
        });
  }

  private String describe(List<Judge.Leak> leaks, List<String> wrong) {
    StringBuilder text = new StringBuilder();
    wrong.stream().limit(4 * SHOWN).forEach(what -> text.append(what).append('\n'));
    wrong.stream().limit(1).forEach(what -> historyOf(what, text));
    for (Judge.Leak leak : leaks.subList(0, Math.min(SHOWN, leaks.size()))) {
      text.append(
          "\n%s was told of %s by %s at %d ms: %s%n  %s%n"
              .formatted(
                  leak.viewer(),
                  leak.subject(),
                  leak.heard().channel(),
                  millis(leak.heard().atNanos()),
                  leak.what(),
                  shortened(leak.heard().text())));
      if (leak.subject() != null && world.people().containsKey(leak.subject())) {
        history(leak.viewer(), world.person(leak.subject()), text);
      }
    }
    if (!text.isEmpty()) {
      text.append(
          "%nSeed %d. Replay: mvn verify -pl end-to-end -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=LeakOracleIT -Dfailsafe.failIfNoSpecifiedTests=false -Dpresence.seed=%d%n"
              .formatted(seed, seed));
    }
    return text.toString();
  }

  /** A difference names its viewer first and its subject next. */
  private void historyOf(String difference, StringBuilder text) {
    List<String> ids =
        Pattern.compile(Pattern.quote(world.prefix()) + "\\.[a-z0-9]+")
            .matcher(difference)
            .results()
            .map(MatchResult::group)
            .distinct()
            .filter(world.people()::containsKey)
            .toList();
    if (ids.size() >= 2) {
      text.append('\n').append(difference).append('\n');
      history(world.person(ids.get(0)), world.person(ids.get(1)), text);
    }
  }

  /** Everything that the two did which has to do with the other, and what came. */
  private void history(Person viewer, Person subject, StringBuilder text) {
    List<String> lines = new ArrayList<>();
    subject.diary.stream()
        .filter(line ->
            line.contains("Status")
                || line.contains("Connect[")
                || line.contains("Cut")
                || line.contains("Goodbye")
                || line.contains("Privacy")
                || line.contains("PutMe")
                || line.contains("Beat")
                || line.contains("Room[")
                || line.contains("Rename")
                || line.contains(viewer.id))
        .forEach(lines::add);
    viewer.diary.stream()
        .filter(line -> line.contains(subject.id) || line.contains("Room["))
        .forEach(lines::add);
    viewer.heard().stream()
        .filter(heard -> heard.text().contains(subject.id))
        .forEach(heard ->
            Json.views(Json.read(heard.text())).stream()
                .map(Claim::of)
                .filter(claim -> claim.subject().equals(subject.id))
                .forEach(claim ->
                    lines.add(
                        "%6d ms %s is told by %s: %s, version %d"
                            .formatted(
                                millis(heard.atNanos()),
                                viewer.id,
                                heard.channel(),
                                claim.gist(),
                                claim.version()))));
    lines.sort(java.util.Comparator.naturalOrder());
    text.append("  at first: privacy ")
        .append(subject.privacy.at(startNanos))
        .append(", contacts ")
        .append(world.contact(viewer.id, subject.id).at(startNanos))
        .append('\n');
    lines.forEach(line -> text.append("  ").append(shortened(line)).append('\n'));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_TEXT ? text : text.substring(0, SHOWN_TEXT) + "…";
  }

  private long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
  }
}
