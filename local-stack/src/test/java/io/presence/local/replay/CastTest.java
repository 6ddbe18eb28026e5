package io.presence.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.UserId;
import io.presence.local.crowd.FriendGraph;
import io.presence.local.crowd.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CastTest {
  @TempDir Path dir;

  @Test
  void theMostActiveIsPlayedByTheOneWithTheMostFriends() throws IOException {
    FriendGraph graph = graph("1 2", "1 3", "1 4", "2 3");
    Trace trace = trace("100,x,join", "101,y,join", "105,y,drop");
    assertThat(Cast.steps(graph, trace, 2))
        .containsExactly(
            new Cast.Step(0, new UserId("2"), Move.JOIN),
            new Cast.Step(1, new UserId("1"), Move.JOIN),
            new Cast.Step(5, new UserId("1"), Move.DROP));
  }

  @Test
  void morePeopleThanActorsPlayThemShifted() throws IOException {
    FriendGraph graph = graph("1 2", "1 3", "2 3", "3 4");
    Trace trace = trace("0,x,join", "9,x,quit");
    var steps = Cast.steps(graph, trace, 4);
    assertThat(steps).hasSize(8);
    assertThat(steps.stream().map(Cast.Step::person).collect(Collectors.toSet())).hasSize(4);
    assertThat(steps.stream().filter(s -> s.move() == Move.JOIN).map(Cast.Step::atSeconds))
        .containsExactly(0L, 2L, 5L, 7L);
    assertThat(steps).isSortedAccordingTo(java.util.Comparator.comparingLong(Cast.Step::atSeconds));
  }

  @Test
  void noMorePeopleTakePartThanTheGraphHas() throws IOException {
    var steps = Cast.steps(graph("1 2"), trace("0,x,join", "1,y,join", "2,z,join"), 1_000);
    assertThat(steps.stream().map(Cast.Step::person).distinct()).hasSize(2);
  }

  @Test
  void malformedLinesAreNamed() throws IOException {
    Path pairs = Files.writeString(dir.resolve("g"), "1 2\n\n# a comment\n1 2 3\n");
    assertThatThrownBy(() -> FriendGraph.read(pairs))
        .hasMessageContaining("line 4")
        .hasMessageContaining("1 2 3");
    Path events =
        Files.writeString(dir.resolve("s"), "epoch_seconds,user,event\n1,a,join\n2,a,flies\n");
    assertThatThrownBy(() -> Trace.read(events))
        .hasMessageContaining("line 3")
        .hasMessageContaining("flies");
  }

  @Test
  void friendshipsGoBothWaysAndCountOnce() throws IOException {
    FriendGraph graph = graph("1 2", "2 1", "1 1", "2 3");
    assertThat(graph.size()).isEqualTo(2);
    assertThat(graph.friendsOf(new UserId("2"))).containsExactly(new UserId("1"), new UserId("3"));
    assertThat(graph.friendsOf(new UserId("9"))).isEmpty();
  }

  private FriendGraph graph(String... lines) throws IOException {
    return FriendGraph.read(Files.write(dir.resolve("graph"), java.util.List.of(lines)));
  }

  private Trace trace(String... lines) throws IOException {
    return Trace.read(Files.write(dir.resolve("trace"), java.util.List.of(lines)));
  }
}
