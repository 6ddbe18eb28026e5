package io.presence.local.crowd;

import io.presence.contracts.UserId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is friends with whom, both ways.
 *
 * @param friends of each person; nobody is without any
 */
public record FriendGraph(Map<UserId, Set<UserId>> friends) {

  /**
   * Reads {@code a b} lines; blank lines and lines that begin with {@code #} are skipped.
   *
   * @throws IllegalArgumentException naming the first line that is neither
   */
  public static FriendGraph read(Path file) throws IOException {
    Map<UserId, Set<UserId>> friends = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
          continue;
        }
        List<String> pair = List.of(text.split("\\s+"));
        if (pair.size() != 2 || !UserId.isValid(pair.get(0)) || !UserId.isValid(pair.get(1))) {
          throw new IllegalArgumentException(
              "%s line %d: expected two user ids, got \"%s\"".formatted(file, number, text));
        }
        UserId a = new UserId(pair.get(0));
        UserId b = new UserId(pair.get(1));
        if (!a.equals(b)) {
          friends.computeIfAbsent(a, x -> new TreeSet<>()).add(b);
          friends.computeIfAbsent(b, x -> new TreeSet<>()).add(a);
        }
      }
    }
    return new FriendGraph(friends);
  }

  /** People by number of friends, most first; ties by id. */
  public List<UserId> byDegree() {
    return friends.keySet().stream()
        .sorted(
            Comparator.comparingInt((UserId user) -> -friendsOf(user).size())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  public Set<UserId> friendsOf(UserId user) {
    return friends.getOrDefault(user, Set.of());
  }

  /** Friendships, each counted once. */
  public long size() {
    return friends.values().stream().mapToLong(Set::size).sum() / 2;
  }
}
