package io.presence.simulation.world;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sharding;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.VisibleStatus;
import io.presence.simulation.bus.Bus;
import io.presence.store.PresenceReader.Reading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be true once all faults have ended and a TTL and a sync interval have gone by. */
final class Verdict {
  /** A flush interval of last-seen-persister and a republication, amply. */
  private static final long WRITTEN = 15_000_000_000L;

  private final World world;
  private final Judge judge;
  private final Map<UserId, LastSeen> rows = new HashMap<>();

  Verdict(World world) {
    this.world = world;
    this.judge = world.judge;
    world.table.all().forEach(row -> rows.put(row.userId(), row));
  }

  /** Everything that is wrong, by whom it is about; a change that is just made may be among it. */
  Map<String, String> mistakes() {
    Map<String, String> mistakes = new LinkedHashMap<>();
    announced(mistakes);
    for (Person person : world.people) {
      truth(person, mistakes);
      kept(person, mistakes);
    }
    for (Client client : world.clients()) {
      picture(client, mistakes);
    }
    return mistakes;
  }

  private void announced(Map<String, String> mistakes) {
    long unconfirmed = world.store.ledger().unconfirmed(new Sharding(8).all());
    if (unconfirmed > 0) {
      mistakes.put(
          "ledger",
          "Announced at least once, applied once: " + unconfirmed + " changes are unconfirmed");
    }
    Map<UserId, Long> published = new HashMap<>();
    for (Bus.Entry entry : world.bus.written(Topics.PRESENCE_CHANGES)) {
      PresenceChanged change =
          world.read(Objects.requireNonNull(entry.value()), PresenceChanged.class);
      published.merge(change.userId(), change.version(), Math::max);
    }
    judge
        .latest()
        .forEach((user, change) -> {
          if (published.getOrDefault(user, 0L) < change.version()) {
            mistakes.put(
                "published " + user,
                "Announced at least once, applied once: version %d of %s was never published"
                    .formatted(change.version(), user));
          }
        });
  }

  /** What the store holds, against what people do. */
  private void truth(Person person, Map<String, String> mistakes) {
    Reading reading = judge.reading(person.user);
    Status status = reading.state().status();
    boolean there =
        person.clients.stream()
            .anyMatch(client ->
                client.link != null
                    && !client.link.silent
                    && client.link.greetedAt >= 0
                    && !client.signedOff);
    if (there && status == Status.OFFLINE) {
      mistakes.put("truth " + person, "No false offline: " + person + " is there, but offline");
    }
    if (!there && status.visible() != VisibleStatus.OFFLINE) {
      boolean heardLately = world.scheduler.now() - person.heardAt() < World.TTL_NANOS * 2;
      if (!heardLately) {
        mistakes.put("truth " + person, "No ghosts: " + person + " is gone, but " + status.word());
      }
    }
  }

  /** What last-seen-persister keeps. */
  private void kept(Person person, Map<String, String> mistakes) {
    PresenceChanged change = judge.latest().get(person.user);
    if (change == null || world.scheduler.now() - judge.committedAt(person.user) < WRITTEN) {
      return;
    }
    LastSeen row = rows.get(person.user);
    String about = "Last seen never goes backwards: " + person + " is kept as " + row;
    if (row == null || row.version() != change.version()) {
      mistakes.put("kept " + person, about + ", the last change was " + change);
      return;
    }
    // Of who is there it moves with every sign of life, and is exact only when they have gone.
    boolean gone = change.state().status().visible() == VisibleStatus.OFFLINE;
    if (gone && row.lastSeen() < change.state().lastSeen()) {
      mistakes.put("kept " + person, about + ", but they were last seen by " + change);
    }
    HandSet hand = change.hand();
    if (!row.hand().equals(hand)) {
      mistakes.put("kept " + person, about + ", but had set " + hand);
    }
  }

  /** What a client was told, against what it may know. */
  private void picture(Client client, Map<String, String> mistakes) {
    Client.Link link = client.link;
    if (client.wanted && (link == null || link.greetedAt < 0) && (link == null || !link.silent)) {
      mistakes.put("link " + client, "Convergence: " + client + " cannot connect");
      return;
    }
    if (link == null || link.silent) {
      return;
    }
    if (!link.snapshotDone) {
      mistakes.put("snapshot " + client, "Convergence: " + client + " has no snapshot yet");
      return;
    }
    for (Person subject : world.people) {
      if (!subject.user.equals(client.person.user)) {
        compare(client, link, subject.user, mistakes);
      }
    }
  }

  private void compare(
      Client client, Client.Link link, UserId subject, Map<String, String> mistakes) {
    UserId viewer = client.person.user;
    @Nullable View told = link.picture.get(subject.value());
    boolean contact =
        client.watch == io.presence.contracts.Watch.CONTACTS
            && world.rows.areContacts(viewer, subject);
    if (told == null || !told.live()) {
      if (contact) {
        mistakes.put(
            client + " of " + subject,
            "Convergence: " + client + " was not told of " + subject + ", who is a contact");
      }
      return;
    }
    Sight sight = world.rows.sight(viewer, subject);
    View expected = View.of(Visibility.view(subject, sight, state(subject), told.version(), true));
    if (!told.saysTheSameAs(expected)) {
      mistakes.put(
          client + " of " + subject,
          "Convergence: %s was told %s, but %s"
              .formatted(client, told.inWords(), expected.inWords()));
    }
  }

  private PersonState state(UserId subject) {
    Reading reading = judge.reading(subject);
    LastSeen row = rows.get(subject);
    if (reading.known() || row == null) {
      return reading.state();
    }
    return new PersonState(Status.OFFLINE, null, java.util.List.of(), row.lastSeen());
  }
}
