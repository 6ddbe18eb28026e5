package io.presence.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs on a home's data, as its supervisor wrote it down for the other commands. One line per
 * component, tab separated.
 *
 * @param members in the order they were listed at start
 */
public record Instance(List<Member> members) {
  public Instance {
    members = List.copyOf(members);
  }

  /**
   * One component.
   *
   * @param startedAtMillis when its process began: tells it from a later one with the same id
   * @param readyMillis how long it took to become ready; -1 if it is not yet
   */
  public record Member(String name, int port, long pid, long startedAtMillis, long readyMillis) {
    public Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> startOf(process) == startedAtMillis);
    }
  }

  /** As it is kept in {@link Member}. */
  public static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The ports of all members with this name or this name and a number, in order. */
  public List<Integer> portsOf(String name) {
    return members.stream()
        .filter(member -> member.name().replaceFirst("-\\d+$", "").equals(name))
        .map(Member::port)
        .toList();
  }

  public void write(Home home) {
    List<String> lines = new ArrayList<>();
    for (Member member : members) {
      lines.add(
          "%s\t%d\t%d\t%d\t%d"
              .formatted(
                  member.name(),
                  member.port(),
                  member.pid(),
                  member.startedAtMillis(),
                  member.readyMillis()));
    }
    try {
      Path fresh = Files.write(home.run().resolve("members.new"), lines);
      Files.move(
          fresh, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written last; empty if there is none. */
  public static Instance read(Home home) {
    try {
      if (!Files.exists(file(home))) {
        return new Instance(List.of());
      }
      return new Instance(Files.readAllLines(file(home)).stream().map(Instance::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void delete(Home home) {
    try {
      Files.deleteIfExists(file(home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Member parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Member(
        fields[0],
        Integer.parseInt(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }

  private static Path file(Home home) {
    return home.run().resolve("members");
  }
}
