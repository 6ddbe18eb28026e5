package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.presence.contracts.UserId;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The manners of every service, shown on a small one. */
@MicronautTest
@Timeout(30)
@Property(name = "spec", value = "manners")
@Property(name = "presence.service-key", value = "a-key-of-the-test-services")
@Property(name = "presence.jwt-secret", value = MannersTest.SECRET)
class MannersTest {
  static final String SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  @Inject
  @Client("/")
  HttpClient http;

  @Inject EmbeddedServer server;

  @Inject Tokens tokens;

  @Test
  void identityIsTheSubjectOfTheToken() throws JOSEException {
    var request =
        HttpRequest.GET("/who")
            .bearerAuth(token(SECRET, "ann", Instant.now().plusSeconds(60), "admin"));
    assertThat(http.toBlocking().retrieve(request)).isEqualTo("ann [admin]");
  }

  @Test
  void tokensThatAreNotVerifiedAreNobody() throws JOSEException {
    Instant later = Instant.now().plusSeconds(60);
    String wrongKey = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    String unsigned = new PlainJWT(claims("ann", later, "admin")).serialize();
    for (MutableHttpRequest<?> request :
        List.of(
            HttpRequest.GET("/who"),
            HttpRequest.GET("/who").bearerAuth(token(wrongKey, "ann", later, "admin")),
            HttpRequest.GET("/who")
                .bearerAuth(token(SECRET, "ann", Instant.now().minusSeconds(60), "admin")),
            HttpRequest.GET("/who").bearerAuth(unsigned))) {
      assertProblem(request, 401, "unauthorized", null);
    }
  }

  @Test
  void aTokenInTheUrlIsRefusedWithWhereItBelongs() throws JOSEException {
    String good = token(SECRET, "ann", Instant.now().plusSeconds(60), "admin");
    for (String name : List.of("access_token", "token", "jwt", "Authorization")) {
      var request = HttpRequest.GET("/who?" + name + "=" + good);
      assertProblem(request, 400, "bad-request", "header Authorization");
      // Also beside a good one: it was sent, so it was logged.
      assertProblem(request.bearerAuth(good), 400, "bad-request", "header Authorization");
    }
  }

  @Test
  void aLimitIsStatedWithWhenToComeBack() {
    HttpResponse<?> answer = answer(HttpRequest.GET("/limited"));
    assertThat(answer.code()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    Problem problem = answer.getBody(Problem.class).orElseThrow();
    assertThat(problem.type()).isEqualTo("urn:presence:problem:too-many-requests");
    assertThat(problem.retryAfterMs()).isEqualTo(1_001);
    assertThat(problem.detail()).contains("at most 3");
  }

  @Test
  void aTokenWithoutARequestIsVerifiedByTheSameRules() throws JOSEException {
    Instant later = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    assertThat(tokens.verify(token(SECRET, "ann", later, "admin")))
        .contains(new Tokens.Verified(new Caller(new UserId("ann"), Set.of("admin")), later));
    String wrongKey = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    for (String bad :
        List.of(
            "",
            "no.token.this",
            token(wrongKey, "ann", later),
            token(SECRET, "ann", Instant.now().minusSeconds(60)),
            token(SECRET, "no spaces", later),
            new PlainJWT(claims("ann", later)).serialize())) {
      assertThat(tokens.verify(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void aSubjectThatIsNoUserIdIsRefused() throws JOSEException {
    var request =
        HttpRequest.GET("/who")
            .bearerAuth(token(SECRET, "no spaces", Instant.now().plusSeconds(60)));
    assertProblem(request, 403, "forbidden", "sub must be a user id");
  }

  @Test
  void internalPathsAnswerServicesOnly() throws Exception {
    // The injected client is a service itself and shows the key; a plain one shows only what it is
    // told to.
    assertThat(http.toBlocking().retrieve("/internal/v1/ping")).isEqualTo("pong");
    String admin = token(SECRET, "ann", Instant.now().plusSeconds(60), "admin", "service");
    assertThat(plainStatus(ServiceKey.HEADER, "a-key-of-the-test-services")).isEqualTo(200);
    assertThat(plainStatus(ServiceKey.HEADER, "another-key-of-some-other")).isEqualTo(401);
    assertThat(plainStatus("Authorization", "Bearer " + admin)).isEqualTo(403);
  }

  private int plainStatus(String header, String value) throws IOException, InterruptedException {
    try (var plain = java.net.http.HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(server.getURI().resolve("/internal/v1/ping"))
              .header(header, value)
              .build();
      return plain.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void badIdsAreAProblemThatNamesTheRule() {
    assertProblem(HttpRequest.GET("/open/no%20spaces"), 400, "bad-request", "1-128 characters");
  }

  @Test
  void whatGoesWrongInsideIsNotTold() {
    assertProblem(HttpRequest.GET("/broken"), 500, "internal-server-error", null);
    assertThat(problem(HttpRequest.GET("/broken")).detail()).doesNotContain("secret detail");
  }

  @Test
  void healthAndMetricsAreOpen() {
    assertThat(http.toBlocking().retrieve("/health/liveness")).contains("UP");
    assertThat(http.toBlocking().retrieve("/health")).isEqualTo("{\"status\":\"UP\"}");
    assertThat(http.toBlocking().retrieve("/prometheus")).contains("jvm_memory_used_bytes");
  }

  @Test
  void whyAServiceIsNotWellIsForSupport() throws JOSEException {
    for (String path : List.of("/health", "/health/", "/health/readiness")) {
      Instant later = Instant.now().plusSeconds(60);
      HttpRequest<?> user = HttpRequest.GET(path).bearerAuth(token(SECRET, "ann", later));
      assertThat(http.toBlocking().retrieve(user)).as(path).isEqualTo("{\"status\":\"UP\"}");
      HttpRequest<?> support =
          HttpRequest.GET(path).bearerAuth(token(SECRET, "sue", later, "support"));
      assertThat(http.toBlocking().retrieve(support)).as(path).contains("details");
    }
  }

  private void assertProblem(
      HttpRequest<?> request, int status, String kind, @Nullable String detail) {
    Problem problem = problem(request);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.type()).isEqualTo("urn:presence:problem:" + kind);
    if (detail != null) {
      assertThat(problem.detail()).contains(detail);
    }
  }

  private Problem problem(HttpRequest<?> request) {
    return answer(request).getBody(Problem.class).orElseThrow();
  }

  private HttpResponse<?> answer(HttpRequest<?> request) {
    try {
      HttpResponse<String> answer = http.toBlocking().exchange(request, String.class);
      throw new AssertionError("expected a problem, got " + answer.code() + " " + answer.body());
    } catch (HttpClientResponseException e) {
      assertThat(e.getResponse().getContentType().orElseThrow().toString())
          .isEqualTo(Problem.MEDIA_TYPE);
      return e.getResponse();
    }
  }

  private static String token(String secret, String subject, Instant expires, String... roles)
      throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(subject, expires, roles));
    jwt.sign(new MACSigner(Base64.getUrlDecoder().decode(secret)));
    return jwt.serialize();
  }

  private static JWTClaimsSet claims(String subject, Instant expires, String... roles) {
    return new JWTClaimsSet.Builder()
        .subject(subject)
        .expirationTime(Date.from(expires))
        .claim("roles", List.of(roles))
        .build();
  }

  @Controller
  @Requires(property = "spec", value = "manners")
  static class Small {
    @Get("/who")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    String who(Caller caller) {
      return caller.userId() + " " + caller.roles();
    }

    @Get("/open/{id}")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String open(UserId id) {
      return id.value();
    }

    @Get("/broken")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String broken() {
      throw new IllegalStateException("a secret detail");
    }

    @Get("/limited")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String limited() {
      throw ProblemException.tooMany("at most 3 in 1 s are allowed", 1_001);
    }

    @Get("/internal/v1/ping")
    String ping() {
      return "pong";
    }
  }
}
