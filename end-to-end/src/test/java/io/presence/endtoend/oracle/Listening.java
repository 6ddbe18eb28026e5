package io.presence.endtoend.oracle;

import io.presence.endtoend.live.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A stream of events that one person listens to.
 *
 * @param ids who is subscribed to
 * @param contacts whether contacts are told of
 */
record Listening(Events events, int gateway, List<String> ids, boolean contacts) {
  /** Both the contacts and those in the question are answers to the opening. */
  List<Heard> heard() {
    Reasons reasons = new Reasons(false, contacts, Set.copyOf(ids), List.of());
    String channel = "stream of gateway " + gateway;
    List<Heard> all = new ArrayList<>();
    for (Events.Event event : events.received()) {
      if (event.name().equals("presence_info")) {
        all.add(
            new Heard(
                channel + " snapshot",
                events.openingNanos(),
                event.atNanos(),
                null,
                reasons,
                event.text()));
      } else if (!event.name().isEmpty()) {
        all.add(new Heard(channel, Heard.UNASKED, event.atNanos(), null, reasons, event.text()));
      }
    }
    return all;
  }
}
