package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Tokens of an identity provider that publishes its keys, fetched over HTTP. */
@Timeout(60)
class PublishedKeysTest {
  private static final String ISSUER = "https://id.example.org";

  private final KeyServer provider = new KeyServer();
  private RSAKey rsa;
  private ECKey ec;
  private TokenVerifier verifier;

  @BeforeEach
  void publish() throws JOSEException {
    rsa = provider.rsa("first");
    ec = provider.ec("curve");
    verifier = verifier(Duration.ZERO);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private TokenVerifier verifier(Duration skew) {
    return new TokenVerifier(
        new TokenSettings(null, provider.url(), ISSUER, List.of("presence", "chat"), skew));
  }

  @Test
  void tokensByRs256AndEs256OfAPublishedKeyCount() throws JOSEException {
    assertThat(verifier.verify(KeyServer.sign(rsa, good().build()))).isPresent();
    assertThat(verifier.verify(KeyServer.sign(ec, good().build()))).isPresent();
    // The keys are kept.
    assertThat(provider.fetches).hasValue(1);
  }

  @Test
  void theTokenDoesNotChooseTheAlgorithm() throws Exception {
    assertThat(verifier.verify(new PlainJWT(good().build()).serialize())).isEmpty();
    // The public key, which anybody can have, taken for a secret.
    for (byte[] publicKey :
        List.of(
            rsa.toRSAPublicKey().getEncoded(),
            rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT confused =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(rsa.getKeyID()).build(),
              good().build());
      confused.sign(new MACSigner(publicKey));
      assertThat(verifier.verify(confused.serialize())).isEmpty();
    }
    assertThat(verifier.verify(KeyServer.sign(rsa, JWSAlgorithm.RS384, good().build()))).isEmpty();
  }

  @Test
  void aTokenThatBringsItsOwnKeyIsNotBelieved() throws JOSEException {
    RSAKey own = new RSAKeyGenerator(2048).keyID("first").generate();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").jwk(own.toPublicJWK()).build(),
            good().build());
    jwt.sign(new com.nimbusds.jose.crypto.RSASSASigner(own));
    assertThat(verifier.verify(jwt.serialize())).isEmpty();
  }

  @Test
  void issuerAudienceAndTimesMustHold() throws JOSEException {
    Instant now = Instant.now();
    for (JWTClaimsSet.Builder bad :
        List.of(
            good().issuer("https://elsewhere.example.org"),
            good().issuer(null),
            good().audience("another"),
            good().audience((String) null),
            good().expirationTime(null),
            good().expirationTime(Date.from(now.minusSeconds(2))),
            good().notBeforeTime(Date.from(now.plusSeconds(60))),
            good().subject(null))) {
      assertThat(verifier.verify(KeyServer.sign(rsa, bad.build())))
          .as(bad.build().toString())
          .isEmpty();
    }
    assertThat(verifier.verify(KeyServer.sign(rsa, good().audience(List.of("x", "chat")).build())))
        .isPresent();
  }

  @Test
  void anyIssuerAndAudienceCountOnlyWhereThatIsSaid() throws JOSEException {
    String other = KeyServer.sign(rsa, good().issuer(null).audience((String) null).build());
    assertThat(verifier.verify(other)).isEmpty();
    TokenVerifier any =
        new TokenVerifier(
            new TokenSettings(null, provider.url(), "*", List.of("*"), Duration.ZERO));
    assertThat(any.verify(other)).isPresent();
    assertThat(any.verify(KeyServer.sign(rsa, good().build()))).isPresent();
  }

  @Test
  void theClocksMayDifferByTheSkewAndNoMore() throws JOSEException {
    TokenVerifier lenient = verifier(Duration.ofSeconds(30));
    Instant ended = Instant.now().minusSeconds(20);
    JWTClaimsSet late = good().expirationTime(Date.from(ended)).build();
    assertThat(lenient.verify(KeyServer.sign(rsa, late))).isPresent();
    // Whoever is let in for the skew is let out when it ends.
    assertThat(lenient.acceptedUntil(late)).isBetween(ended.plusSeconds(28), ended.plusSeconds(31));
    JWTClaimsSet tooLate = good().expirationTime(Date.from(Instant.now().minusSeconds(32))).build();
    assertThat(lenient.verify(KeyServer.sign(rsa, tooLate))).isEmpty();
  }

  @Test
  void aNewKeyCountsAtOnceAndTheOldOneAsLongAsItIsPublished() throws JOSEException {
    String old = KeyServer.sign(rsa, good().build());
    assertThat(verifier.verify(old)).isPresent();
    RSAKey second = provider.rsa("second");
    assertThat(verifier.verify(KeyServer.sign(second, good().build()))).isPresent();
    assertThat(verifier.verify(old)).isPresent();
    assertThat(provider.fetches).hasValue(2);
  }

  @Test
  void anOutageOfTheProviderEndsNothing() throws JOSEException {
    String token = KeyServer.sign(rsa, good().build());
    assertThat(verifier.verify(token)).isPresent();
    provider.answers = false;
    assertThat(verifier.verify(token)).isPresent();
    TokenVerifier fresh = verifier(Duration.ZERO);
    assertThatThrownBy(() -> fresh.verify(token))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.status().getCode()).isEqualTo(503));
  }

  @Test
  void aProviderThatHangsDelaysNobodyWhileItsLastKeysCount() throws Exception {
    PublishedKeys.Times times = new PublishedKeys.Times(5_000, 3_000, 1_000, 1_000);
    TokenVerifier brief =
        new TokenVerifier(
            new TokenSettings(null, provider.url(), ISSUER, List.of("presence"), Duration.ZERO),
            times);
    String token = KeyServer.sign(rsa, good().build());
    assertThat(brief.verify(token)).isPresent();
    provider.hangs = true;
    long slowestNanos = 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * times.keptMillis());
    while (System.nanoTime() < end) {
      long asked = System.nanoTime();
      assertThat(brief.verify(token)).isPresent();
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - asked);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    brief.close();
    assertThat(provider.fetches).as("keys were fetched anew").hasValueGreaterThan(2);
    assertThat(Duration.ofNanos(slowestNanos)).isLessThan(Duration.ofMillis(times.fetchMillis()));
  }

  @Test
  void whoeverInventsKeyIdsDoesNotMakeUsFetchForEach() throws JOSEException {
    RSAKey unknown = new RSAKeyGenerator(2048).keyID("invented").generate();
    String token = KeyServer.sign(unknown, good().build());
    String accepted = KeyServer.sign(rsa, good().build());
    List<ILoggingEvent> warnings =
        warnings(() -> {
          for (int i = 0; i < 20; i++) {
            assertThat(acceptedOrNull(token)).isNull();
            assertThat(verifier.verify(accepted)).isPresent();
          }
        });
    assertThat(provider.fetches.get()).isLessThanOrEqualTo(3);
    assertThat(warnings).as("nothing is wrong with the provider").isEmpty();
  }

  @Test
  void aProviderThatCannotBeReachedIsWarnedOfOnceNotForEachToken() throws JOSEException {
    String token = KeyServer.sign(rsa, good().build());
    provider.answers = false;
    List<ILoggingEvent> warnings =
        warnings(() -> {
          for (int i = 0; i < 20; i++) {
            assertThat(acceptedOrNull(token)).isNull();
          }
        });
    assertThat(warnings)
        .singleElement()
        .satisfies(line -> assertThat(line.getFormattedMessage()).contains("PRESENCE_JWKS_URL"));
  }

  private static List<ILoggingEvent> warnings(Runnable during) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(TokenVerifier.class);
    logger.addAppender(log);
    try {
      during.run();
    } finally {
      logger.detachAppender(log);
    }
    return log.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)).toList();
  }

  private @Nullable JWTClaimsSet acceptedOrNull(String token) {
    try {
      return verifier.verify(token).orElse(null);
    } catch (ProblemException e) {
      return null;
    }
  }

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .subject("ann")
        .issuer(ISSUER)
        .audience("presence")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }
}
