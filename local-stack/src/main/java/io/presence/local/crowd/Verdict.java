package io.presence.local.crowd;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check that matters: every connected viewer's picture of every friend against the truth.
 *
 * @param viewers whose pictures were compared
 * @param pairs how many comparisons
 * @param ghosts how many of the mismatches show somebody who is gone
 * @param mismatches what was wrong, one line each
 */
public record Verdict(int viewers, long pairs, int ghosts, List<String> mismatches) {

  public static Verdict of(FriendGraph graph, Crowd crowd) {
    int viewers = 0;
    long pairs = 0;
    int ghosts = 0;
    List<String> mismatches = new ArrayList<>();
    for (Actor viewer : crowd.actors()) {
      PresenceClient client = viewer.client();
      if (client == null) {
        if (viewer.meansToBeOnline()) {
          mismatches.add(viewer.id() + " should be connected and is not");
        }
        continue;
      }
      viewers++;
      for (UserId friend : graph.friendsOf(viewer.id())) {
        pairs++;
        Actor subject = crowd.actor(friend);
        VisibleStatus truth =
            subject != null && subject.meansToBeOnline()
                ? VisibleStatus.ONLINE
                : VisibleStatus.OFFLINE;
        Optional<Seen> seen = client.picture().of(friend);
        if (seen.isEmpty()) {
          mismatches.add(
              "%s was never told of %s, who is %s".formatted(viewer.id(), friend, truth.word()));
        } else if (seen.get().status() != truth) {
          if (truth == VisibleStatus.OFFLINE) {
            ghosts++;
          }
          mismatches.add(
              "%s sees %s as %s (version %d), who is %s"
                  .formatted(
                      viewer.id(),
                      friend,
                      seen.get().status().word(),
                      seen.get().version(),
                      truth.word()));
        }
      }
    }
    return new Verdict(viewers, pairs, ghosts, mismatches);
  }
}
