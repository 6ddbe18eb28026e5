package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.presence.contracts.UserId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway as in production: tokens of an identity provider that publishes its keys. */
@Timeout(60)
class PublishedKeysIT {
  private static final String ISSUER = "https://id.example.org";
  private final UserId ann = Gateway.someone("ann");
  private final List<JWK> published = new CopyOnWriteArrayList<>();

  private RSAKey publish(String id) throws JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID(id).generate();
    published.add(key);
    return key;
  }

  private String token(RSAKey key) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .subject(ann.value())
                .issuer(ISSUER)
                .audience("presence")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build());
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  @Test
  void keysRotateWhileSocketsLive() throws Exception {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/keys",
        exchange -> {
          byte[] body =
              new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    RSAKey first = publish("first");
    try (Gateway gateway =
        Gateway.start(
            Map.of(
                "presence.jwt-secret",
                "",
                "presence.jwks-url",
                "http://127.0.0.1:%d/keys".formatted(provider.getAddress().getPort()),
                "presence.jwt-issuer",
                ISSUER,
                "presence.jwt-audience",
                "presence"))) {
      Client upgraded = Client.open(gateway.socket("?device_id=one"), token(first));
      upgraded.await("authenticated");
      upgraded.awaitSnapshot();
      Client framed = Client.open(gateway.socket("?device_id=two"), null);
      framed.ask("a", "authenticate", "{\"token\":\"%s\"}".formatted(token(first)));
      framed.awaitSnapshot();

      RSAKey second = publish("second");
      published.remove(first);
      Node renewed =
          upgraded.ask("r", "authenticate", "{\"token\":\"%s\"}".formatted(token(second)));
      assertThat(renewed.text("event")).isEqualTo("authenticated");
      assertThat(framed.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");

      // A token of the secret that other gateways go by, and one of the key that was withdrawn.
      for (String bad : List.of(Gateway.token(ann, 60), token(first))) {
        assertThatThrownBy(() -> Client.open(gateway.socket(""), bad))
            .cause()
            .isInstanceOf(WebSocketHandshakeException.class);
      }
    } finally {
      provider.stop(0);
    }
  }
}
