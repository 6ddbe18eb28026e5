package io.presence.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private final StringWriter errors = new StringWriter();

  @Test
  void anUnknownCommandIsOneLineThatPointsToTheHelp() {
    assertThat(run("upp")).isEqualTo(2);
    assertThat(errors.toString()).hasLineCount(1).contains("'upp'", "See ./presence help");
  }

  @Test
  void anUnknownOptionNamesTheHelpOfItsCommand() {
    assertThat(run("up", "--gateway", "2")).isEqualTo(2);
    assertThat(errors.toString()).hasLineCount(1).contains("--gateway", "./presence help up");
  }

  @Test
  void whereverHelpIsAskedForItIsGiven() {
    for (String[] asked :
        new String[][] {{"--help"}, {"-h"}, {"up", "--help"}, {"token", "-h"}, {"help", "up"}}) {
      StringWriter told = new StringWriter();
      int code = Presence.commandLine().setOut(new PrintWriter(told, true)).execute(asked);
      assertThat(code).as(String.join(" ", asked)).isZero();
      assertThat(told.toString()).contains("Usage: ./presence", "--help");
    }
  }

  @Test
  void aNumberThatIsNoneIsNamed() {
    assertThat(run("up", "--gateways", "two")).isEqualTo(2);
    assertThat(errors.toString()).hasLineCount(1).contains("--gateways", "'two'");
  }

  @Test
  void unknownLimitsAreAnsweredWithThoseThatThereAre() {
    assertThat(run("up", "--limits", "none")).isEqualTo(2);
    assertThat(errors.toString()).hasLineCount(1).containsIgnoringCase("[local, production]");
  }

  @Test
  void numbersBeyondTheirLimitsAreRefusedWithTheLimits() {
    assertThat(run("up", "--gateways", "17")).isEqualTo(1);
    assertThat(errors.toString()).hasLineCount(1).contains("1 to 16", "got 17");
    assertThat(run("up", "--port-base", "80")).isEqualTo(1);
    assertThat(errors.toString()).contains("got 80");
  }

  @Test
  void aTokenNeedsAUserWithAWellFormedId() {
    assertThat(run("token")).isEqualTo(2);
    assertThat(errors.toString()).contains("USER");
    assertThat(run("token", "alice", "no blanks")).isEqualTo(2);
    assertThat(errors.toString()).contains("[A-Za-z0-9._:@-]", "\"no blanks\"");
  }

  private int run(String... arguments) {
    return Presence.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
  }
}
