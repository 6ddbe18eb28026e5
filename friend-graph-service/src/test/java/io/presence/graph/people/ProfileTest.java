package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  @Test
  void aNameHasUpTo200CodePoints() {
    String longest = "😀".repeat(Profile.MAX_NAME);
    assertThat(new Profile(longest, null).requireName()).isEqualTo(longest);
    assertThat(new Profile("x", null).requireName()).isEqualTo("x");
    assertRefused(longest + "x", "got 201");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b", "\ud83d", "a\u0085b"})
  void namesThatNobodyCanReadOrStoreAreRefused(@Nullable String name) {
    assertRefused(name, "name");
  }

  private static void assertRefused(@Nullable String name, String detail) {
    assertThatThrownBy(() -> new Profile(name, null).requireName())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(detail);
  }

  @Test
  void aPictureIsAnHttpAddressOrAbsent() {
    assertThat(new Profile("x", null).requirePictureUrl()).isNull();
    String longest = "https://h/" + "a".repeat(Profile.MAX_URL - 10);
    assertThat(new Profile("x", longest).requirePictureUrl()).isEqualTo(longest);
    assertThatThrownBy(() -> new Profile("x", longest + "a").requirePictureUrl())
        .hasMessageContaining("got 2049");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.png",
        "//h/a",
        "ftp://h/a",
        "javascript:alert(1)",
        "http:///a",
        "https://h/a b"
      })
  void otherAddressesAreRefused(String url) {
    assertThatThrownBy(() -> new Profile("x", url).requirePictureUrl())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("picture_url")
        .hasMessageContaining('"' + url + '"');
  }
}
