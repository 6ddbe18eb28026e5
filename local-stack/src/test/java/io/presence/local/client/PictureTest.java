package io.presence.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final UserId ANN = new UserId("ann");
  private final Picture picture = new Picture();

  @Test
  void theNewestVersionWinsWhateverOrderTheyArriveIn() {
    assertThat(picture.fold(seen(VisibleStatus.ONLINE, 2))).isTrue();
    assertThat(picture.fold(seen(VisibleStatus.OFFLINE, 1))).isFalse();
    assertThat(picture.statusOf(ANN)).isEqualTo(VisibleStatus.ONLINE);
    assertThat(picture.fold(seen(VisibleStatus.AWAY, 3))).isTrue();
    assertThat(picture.statusOf(ANN)).isEqualTo(VisibleStatus.AWAY);
  }

  @Test
  void theSameVersionAgainIsNoNews() {
    picture.fold(seen(VisibleStatus.ONLINE, 2));
    assertThat(picture.fold(seen(VisibleStatus.BUSY, 2))).isFalse();
    assertThat(picture.statusOf(ANN)).isEqualTo(VisibleStatus.ONLINE);
  }

  @Test
  void whoWasNeverMentionedIsOffline() {
    assertThat(picture.statusOf(ANN)).isEqualTo(VisibleStatus.OFFLINE);
    assertThat(picture.of(ANN)).isEmpty();
  }

  private static Seen seen(VisibleStatus status, long version) {
    return new Seen(ANN, status, null, version, true, version);
  }
}
