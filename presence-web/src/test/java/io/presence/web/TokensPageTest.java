package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What docs/security.md says of tokens is what the verifier does. */
class TokensPageTest {
  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|");
  private static final byte[] SECRET = new byte[32];

  private static String section() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("\n## Tokens\n");
    assertThat(from).isNotNegative();
    return page.substring(from, page.indexOf("\n## ", from + 1));
  }

  /** By claim: {@code yes}, {@code no}, or {@code if set}. */
  private static Map<String, String> needed() throws IOException {
    Map<String, String> needed = new LinkedHashMap<>();
    ROW.matcher(section()).results().forEach(row -> needed.put(row.group(1), row.group(2)));
    return needed;
  }

  @Test
  void aClaimIsNeededAsThePageSays() throws Exception {
    assertThat(needed()).containsOnlyKeys("sub", "exp", "nbf", "iss", "aud", Caller.ROLES_CLAIM);
    assertThat(verified(complete(), "https://id.example.org", List.of("presence"))).isTrue();
    for (Map.Entry<String, String> claim : needed().entrySet()) {
      JWTClaimsSet without =
          new JWTClaimsSet.Builder(complete()).claim(claim.getKey(), null).build();
      assertThat(verified(without, "https://id.example.org", List.of("presence")))
          .as("a token without %s where issuer and audience are set", claim.getKey())
          .isEqualTo(claim.getValue().equals("no"));
      assertThat(verified(without, null, null))
          .as("a token without %s where neither is", claim.getKey())
          .isEqualTo(!claim.getValue().equals("yes"));
    }
  }

  @Test
  void everySettingOfTokensAndEveryRoleIsNamed() throws IOException {
    List<String> settings =
        Arrays.stream(TokenSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name ->
                "`PRESENCE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT) + "`")
            .toList();
    assertThat(section())
        .contains(settings)
        .contains("`" + Caller.ADMIN + "`", "`" + Caller.SUPPORT + "`");
  }

  private static JWTClaimsSet complete() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .subject("ann")
        .expirationTime(Date.from(now.plusSeconds(600)))
        .notBeforeTime(Date.from(now.minusSeconds(60)))
        .issuer("https://id.example.org")
        .audience("presence")
        .claim(Caller.ROLES_CLAIM, List.of(Caller.SUPPORT))
        .build();
  }

  private static boolean verified(
      JWTClaimsSet claims, @Nullable String issuer, @Nullable List<String> audience)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    jwt.sign(new MACSigner(SECRET));
    TokenSettings settings =
        new TokenSettings(
            Base64URL.encode(SECRET).toString(), null, issuer, audience, Duration.ZERO);
    return new TokenVerifier(settings).verify(jwt.serialize()).isPresent();
  }
}
