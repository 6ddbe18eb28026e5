package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of a text, wherever they stand: everybody's ids, names and messages are like
 * nobody else's, so that they are found also where no reader of JSON would look for them.
 */
final class Bytes {
  private static final Pattern MESSAGE = Pattern.compile("~([^~\"]+)~\\d+~");
  private static final Pattern NAME = Pattern.compile("\\^([^^\"]+)\\^\\d+\\^");

  private final Person viewer;
  private final Pattern anyId;
  private final Pattern anyRoom;

  Bytes(World world, Person viewer) {
    this.viewer = viewer;
    anyId = Pattern.compile(Pattern.quote(world.prefix()) + "\\.[a-z0-9]+");
    anyRoom = Pattern.compile(Pattern.quote(world.prefix()) + ":[a-z0-9]+");
  }

  /**
   * Something that no view accounts for.
   *
   * @param subject whom it is about, if that can be said
   */
  record Strange(@Nullable String subject, String what) {}

  List<Strange> strange(
      Heard heard,
      JsonNode tree,
      List<Claim> claims,
      List<RoomClaim> counts,
      List<Related> related) {
    List<Strange> found = new ArrayList<>();
    Shapes.strange(heard.text(), tree, claims).forEach(what -> found.add(new Strange(null, what)));
    if (heard.text().contains(Hand.INVISIBLE) && !isOwn(heard, tree)) {
      found.add(new Strange(null, "it says invisible"));
    }
    Set<String> told = new HashSet<>(Set.of(viewer.id));
    Set<String> messages = new HashSet<>();
    for (Claim claim : claims) {
      told.add(claim.subject());
      messages.add(String.valueOf(claim.message()));
    }
    Set<String> names = new HashSet<>();
    for (RoomClaim count : counts) {
      count
          .sample()
          .forEach(member -> {
            told.add(member.user());
            names.add(String.valueOf(member.name()));
          });
    }
    for (Related item : related) {
      told.add(item.user());
      names.add(String.valueOf(item.name()));
    }
    for (MatchResult message : MESSAGE.matcher(heard.text()).results().toList()) {
      if (!message.group(1).equals(viewer.id) && !messages.contains(message.group())) {
        found.add(
            new Strange(message.group(1), "a message outside of any view: " + message.group()));
      }
    }
    for (MatchResult name : NAME.matcher(heard.text()).results().toList()) {
      if (!names.contains(name.group())) {
        found.add(
            new Strange(name.group(1), "a name outside of any sample or list: " + name.group()));
      }
    }
    String rest = NAME.matcher(MESSAGE.matcher(heard.text()).replaceAll("")).replaceAll("");
    for (MatchResult id : anyId.matcher(rest).results().toList()) {
      if (!told.contains(id.group())) {
        found.add(new Strange(id.group(), "an id outside of any view"));
      }
    }
    for (MatchResult id : anyRoom.matcher(rest).results().toList()) {
      if (heard.reasons().rooms().stream().noneMatch(room -> room.id.equals(id.group()))) {
        found.add(new Strange(null, "a room that nobody asked for: " + id.group()));
      }
    }
    return found;
  }

  /** Whether it is about the viewer alone. */
  private boolean isOwn(Heard heard, JsonNode tree) {
    if (heard.reasons().own()) {
      return true;
    }
    String event = String.valueOf(Json.text(tree, "event"));
    return Set.of("authenticated", "ack", "me_updated").contains(event);
  }
}
