package io.presence.local.replay;

import io.presence.contracts.UserId;
import io.presence.local.crowd.FriendGraph;
import io.presence.local.crowd.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who plays whom: the most active actor of the trace is played by the person with the most friends,
 * and so on, which makes the load as heavy as the data allows. With more people than actors, an
 * actor is played several times, each time shifted by an equal part of the trace's length, so that
 * the copies do not move in step.
 */
final class Cast {
  private Cast() {}

  /**
   * One thing that a person of the graph will do.
   *
   * @param atSeconds since the beginning of the trace
   */
  record Step(long atSeconds, UserId person, Move move) {}

  /**
   * @param people how many people of the graph take part, at least 1; at most as many as it has
   * @return all steps in the order of time
   */
  static List<Step> steps(FriendGraph graph, Trace trace, int people) {
    List<UserId> persons = graph.byDegree();
    List<String> actors = trace.actors();
    int cast = Math.min(people, persons.size());
    int copies = (cast + actors.size() - 1) / actors.size();
    Map<String, Integer> ranks = new HashMap<>();
    actors.forEach(actor -> ranks.put(actor, ranks.size()));

    long length = trace.seconds() + 1;
    List<Step> steps = new ArrayList<>();
    for (Trace.Event event : trace.events()) {
      int rank = Objects.requireNonNull(ranks.get(event.actor()));
      for (int copy = 0; copy < copies; copy++) {
        int person = rank + copy * actors.size();
        if (person < cast) {
          long at = (event.atSeconds() - trace.firstSecond() + copy * length / copies) % length;
          steps.add(new Step(at, persons.get(person), event.move()));
        }
      }
    }
    steps.sort(Comparator.comparingLong(Step::atSeconds));
    return steps;
  }
}
