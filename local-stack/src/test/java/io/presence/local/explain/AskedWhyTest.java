package io.presence.local.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.SightReason;
import io.presence.contracts.StateReason;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskedWhyTest {
  @Test
  void eachReasonIsOneLineAndWhatHelpsFollowsIt() {
    assertThat(
            lines(
                """
                {"viewer":"b","subject":"a",
                 "seen":{"user_id":"a","status":"offline","last_seen":null,"device_types":[],"version":5,"live":true},
                 "truth":{"sight":"none","contact":true,"graph_version":3,"status":"online","version":7,
                          "last_seen":"2030-01-01T00:00:00.000Z","changed_at":"2029-12-31T00:00:00.000Z",
                          "cause":"connected","sessions":[]},
                 "reasons":[{"code":"blocked_by_subject","text":"a has blocked b","at":"2029-12-30T00:00:00.000Z"},
                            {"code":"active","text":"a is connected"}]}
                """))
        .containsExactly(
            "b sees a as:",
            "  status       offline",
            "  last seen    -",
            "  message      -",
            "  live         true",
            "In truth:",
            "  status       online",
            "  set by hand  -",
            "  last seen    2030-01-01T00:00:00.000Z",
            "  last change  2029-12-31T00:00:00.000Z, connected, version 7",
            "  may be seen  none, contact true",
            "Because:",
            "  blocked_by_subject  a has blocked b (2029-12-30T00:00:00.000Z)",
            "                      → a lifts it, or an admin for them: DELETE /v1/users/a/blocks/b",
            "  active              a is connected");
  }

  @Test
  void anApproximateLastSeenIsShownAsOne() {
    assertThat(
            lines(
                """
                {"viewer":"b","subject":"a",
                 "seen":{"status":"offline","last_seen":null,"last_seen_approx":"within_week"}}
                """))
        .contains("  last seen    within_week (approximate)");
  }

  /** "My friend cannot see me": whatever hides somebody has a line that says who can change it. */
  @Test
  void whateverHidesSomebodySaysWhoCanChangeIt() {
    Set<SightReason> shown =
        EnumSet.of(
            SightReason.SELF,
            SightReason.PRIVACY_EVERYONE,
            SightReason.PRIVACY_ALLOWED,
            SightReason.CONTACT);
    assertThat(EnumSet.complementOf(EnumSet.copyOf(shown)))
        .allSatisfy(why -> assertThat(lines(reason(why.code())).getLast()).contains("→"));
    assertThat(EnumSet.complementOf(EnumSet.of(StateReason.ACTIVE)))
        .allSatisfy(why -> assertThat(lines(reason(why.code())).getLast()).contains("→"));
  }

  @Test
  void aReasonOfANewerGatewayIsShownAsItIs() {
    assertThat(lines(reason("phase_of_the_moon")).getLast()).isEqualTo("  phase_of_the_moon  t");
  }

  /** "Stuck online": each session says how it is ended. */
  @Test
  void whateverKeepsSomebodyOnlineSaysHowItIsEnded() {
    for (String code : List.of("session", "session_of_dead_gateway")) {
      assertThat(lines(reason(code)).getLast()).as(code).contains("DELETE /v1/admin/sessions/a");
    }
  }

  private static String reason(String code) {
    return "{\"viewer\":\"b\",\"subject\":\"a\",\"reasons\":[{\"code\":\"%s\",\"text\":\"t\"}]}"
        .formatted(code);
  }

  @Test
  void anAnswerThatLacksPartsIsStillShown() {
    assertThat(lines("{\"viewer\":\"b\",\"subject\":\"a\"}"))
        .startsWith("b sees a as:")
        .contains("  last change  -")
        .endsWith("Because:");
  }

  private static List<String> lines(String json) {
    return new AskedWhy(
            Objects.requireNonNull(AskedWhy.read(json.getBytes(StandardCharsets.UTF_8))))
        .lines();
  }
}
