package io.presence.contracts;

import static io.presence.contracts.StatusEdit.Message.CLEAR;
import static io.presence.contracts.StatusEdit.Message.KEEP;
import static io.presence.contracts.StatusEdit.Message.SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit makes of what was set by hand. */
class StatusEditTest {
  private static final HandSet BUSY_UNTIL_9 = new HandSet(Status.BUSY, 9L, "m");

  static Stream<Arguments> edits() {
    return Stream.of(
        Arguments.of("nothing", new StatusEdit(null, null, KEEP, null), BUSY_UNTIL_9),
        Arguments.of(
            "a message leaves the status",
            new StatusEdit(null, null, SET, "n"),
            new HandSet(Status.BUSY, 9L, "n")),
        Arguments.of(
            "a message may end by itself",
            new StatusEdit(null, null, SET, "n", 7L),
            new HandSet(Status.BUSY, 9L, "n", 7L)),
        Arguments.of(
            "clearing the message leaves the status",
            new StatusEdit(null, null, CLEAR, null),
            new HandSet(Status.BUSY, 9L, null)),
        Arguments.of(
            "online clears the status, not the message",
            new StatusEdit(Status.ONLINE, null, KEEP, null),
            new HandSet(null, null, "m")),
        Arguments.of(
            "signing off leaves all that is set",
            new StatusEdit(Status.OFFLINE, null, KEEP, null),
            BUSY_UNTIL_9),
        Arguments.of(
            "a new status takes the old expiry away",
            new StatusEdit(Status.AWAY, null, KEEP, null),
            new HandSet(Status.AWAY, null, "m")),
        Arguments.of(
            "all at once",
            new StatusEdit(Status.INVISIBLE, 12L, SET, "n"),
            new HandSet(Status.INVISIBLE, 12L, "n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void isAppliedToWhatWasSet(String name, StatusEdit edit, HandSet expected) {
    assertThat(edit.applyTo(BUSY_UNTIL_9)).as(name).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"ONLINE", "OFFLINE"})
  void onlyAStatusThatIsHeldCanExpire(Status status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatusEdit(status, 1L, KEEP, null))
        .withMessageContaining("expires_at needs one of away, busy, dnd, invisible");
    assertThatIllegalArgumentException().isThrownBy(() -> new StatusEdit(null, 1L, KEEP, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new HandSet(status, null, null));
  }

  @Test
  void aMessageIsGivenExactlyWhenItIsSet() {
    assertThatIllegalArgumentException().isThrownBy(() -> new StatusEdit(null, null, SET, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new StatusEdit(null, null, KEEP, "m"));
    assertThatIllegalArgumentException().isThrownBy(() -> new StatusEdit(null, null, CLEAR, "m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "🎣"})
  void aMessageHasAtMost140CodePoints(String one) {
    for (int length : new int[] {139, 140}) {
      String message = one.repeat(length);
      assertThat(new StatusEdit(null, null, SET, message).customMessage()).isEqualTo(message);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatusEdit(null, null, SET, one.repeat(141)))
        .withMessageContaining("at most 140 characters, got 141");
  }

  @Test
  void anExpiredStatusIsTakenAwayAndTheMessageStays() {
    assertThat(BUSY_UNTIL_9.at(8)).isEqualTo(BUSY_UNTIL_9);
    assertThat(BUSY_UNTIL_9.at(9)).isEqualTo(new HandSet(null, null, "m"));
    assertThat(new HandSet(Status.BUSY, null, null).at(Long.MAX_VALUE).status())
        .isEqualTo(Status.BUSY);
    assertThat(new HandSet(Status.BUSY, 9L, null).at(10).isNothing()).isTrue();
  }

  @Test
  void dndMeansBusyAndOtherWordsAreRefused() {
    assertThat(Status.ofWord("dnd")).isEqualTo(Status.BUSY);
    assertThat(Status.parse("Online")).isEmpty();
    assertThat(Status.parse("")).isEmpty();
    for (Status status : Status.values()) {
      assertThat(Status.parse(status.word())).contains(status);
    }
  }
}
