package io.presence.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider: it publishes its keys over HTTP and signs tokens. */
final class KeyServer implements AutoCloseable {
  final AtomicInteger fetches = new AtomicInteger();
  volatile boolean answers = true;
  volatile boolean hangs;
  private final List<JWK> published = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  KeyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          if (hangs) {
            awaitClosing();
          }
          byte[] body =
              new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answers ? 200 : 503, answers ? body.length : -1);
          if (answers) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.setExecutor(threads);
    server.start();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
  }

  /** Publishes a new key. */
  RSAKey rsa(String id) throws JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID(id).generate();
    published.add(key);
    return key;
  }

  /** Publishes a new key. */
  ECKey ec(String id) throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    published.add(key);
    return key;
  }

  void withdraw(JWK key) {
    published.remove(key);
  }

  static String sign(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    return sign(key, JWSAlgorithm.RS256, claims);
  }

  static String sign(RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  static String sign(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
