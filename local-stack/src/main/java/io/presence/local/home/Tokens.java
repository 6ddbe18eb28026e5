package io.presence.local.home;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Signs development tokens with the local stack's secret. Thread-safe. */
public final class Tokens {
  static final String ISSUER = "presence-local";

  private final byte[] key;
  private final InstantSource clock;

  /**
   * @param secret base64url
   */
  public Tokens(String secret, InstantSource clock) {
    this.key = Base64.getUrlDecoder().decode(secret);
    this.clock = clock;
  }

  /**
   * @param roles beside {@code user}, which every token has
   */
  public String sign(UserId user, List<String> roles, Duration validFor) {
    Instant now = clock.instant();
    var allRoles = new java.util.ArrayList<>(List.of("user"));
    allRoles.addAll(roles);
    var claims =
        new JWTClaimsSet.Builder()
            .subject(user.value())
            .issuer(ISSUER)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(validFor)))
            .claim("roles", List.copyOf(allRoles))
            .build();
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with a key of " + key.length + " bytes", e);
    }
  }
}
