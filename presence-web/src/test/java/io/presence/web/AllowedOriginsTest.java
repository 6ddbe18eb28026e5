package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedOriginsTest {
  private final AllowedOrigins origins =
      new AllowedOrigins(List.of("https://app.example.org", " http://localhost:* "));

  @Test
  void listedPagesMayConnect() {
    assertThat(origins.admits("https://app.example.org", "gateway:8080")).isTrue();
    assertThat(origins.admits("https://APP.example.org", "gateway:8080")).isTrue();
    assertThat(origins.admits("http://localhost", "gateway:8080")).isTrue();
    assertThat(origins.admits("http://localhost:5173", "gateway:8080")).isTrue();
  }

  @Test
  void pagesThatOnlyLookAlikeMayNot() {
    for (String origin :
        List.of(
            "http://app.example.org",
            "https://app.example.org:8443",
            "https://app.example.org.evil.example",
            "https://evilapp.example.org",
            "https://appXexample.org",
            "http://localhost.evil.example",
            "http://localhost:80.evil.example",
            "https://app.example.org/",
            "null",
            "",
            "not an origin")) {
      assertThat(origins.admits(origin, "gateway:8080")).as(origin).isFalse();
    }
  }

  @Test
  void aPageOfTheVeryHostMayConnectUnlessItsPortDiffers() {
    AllowedOrigins none = new AllowedOrigins(List.of());
    assertThat(none.admits("https://gateway.example.org", "gateway.example.org")).isTrue();
    assertThat(none.admits("http://gateway:8080", "gateway:8080")).isTrue();
    assertThat(none.admits("http://gateway:9090", "gateway:8080")).isFalse();
    assertThat(none.admits("http://gateway:8080", null)).isFalse();
  }

  @Test
  void whatIsNoOriginIsRefusedAtStart() {
    for (String bad : List.of("*", "app.example.org", "https://app.example.org/path", "ftp://x")) {
      assertThatThrownBy(() -> new AllowedOrigins(List.of(bad))).hasMessageContaining(bad);
    }
  }
}
