package io.presence.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SECRET = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY";
  private final Tokens tokens = new Tokens(SECRET, InstantSource.fixed(NOW));

  @Test
  void aTokenSaysWhoInWhichRolesAndUntilWhen() throws Exception {
    var jwt =
        SignedJWT.parse(tokens.sign(new UserId("alice"), List.of("admin"), Duration.ofSeconds(90)));
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
    var claims = jwt.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getIssuer()).isEqualTo("presence-local");
    assertThat(claims.getStringListClaim("roles")).containsExactly("user", "admin");
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(90)));
  }

  @Test
  void theSignatureIsThatOfTheDecodedSecret() throws Exception {
    var jwt = SignedJWT.parse(tokens.sign(new UserId("a:b@c"), List.of(), Duration.ofHours(1)));
    assertThat(jwt.verify(new MACVerifier(Base64.getUrlDecoder().decode(SECRET)))).isTrue();
    assertThat(jwt.verify(new MACVerifier("another secret of at least 32 bytes"))).isFalse();
    assertThat(jwt.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("user");
  }
}
