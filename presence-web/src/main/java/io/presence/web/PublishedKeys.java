package io.presence.web;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RetryingJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity provider's keys come from: fetched, and once more when that fails; else those
 * that were fetched last, for hours; not fetched too often; and kept for a while.
 *
 * <p>Shortly before that while ends, a token has them fetched on a thread of their own, so that a
 * provider that hangs delays nobody. Only where no token comes so long, the next one waits.
 */
final class PublishedKeys {
  private static final long KEPT_IN_OUTAGE_MILLIS = 4 * 3_600_000L;
  private static final int MAX_KEYS_BYTES = 512 * 1024;

  /**
   * @param keptMillis how long keys count without being fetched again
   * @param aheadMillis how long before that ends they may be fetched anew; more than a fetch takes
   * @param fetchMillis how long a provider may take to be connected to, and to answer
   * @param betweenFetchesMillis in which they are fetched twice at most
   */
  record Times(long keptMillis, long aheadMillis, int fetchMillis, long betweenFetchesMillis) {
    static final Times USUAL = new Times(300_000, 30_000, 2_000, 5_000);
  }

  private PublishedKeys() {}

  /**
   * @return a source that holds a thread: close it
   * @throws IllegalArgumentException when the URL is none that keys can be fetched from
   */
  static JWKSource<SecurityContext> at(String text, Times times) {
    var retriever =
        new DefaultResourceRetriever(times.fetchMillis(), times.fetchMillis(), MAX_KEYS_BYTES);
    return JWKSourceBuilder.create(new LastKeys(new URLBasedJWKSetSource<>(url(text), retriever)))
        .cache(times.keptMillis(), 2L * times.fetchMillis())
        .refreshAheadCache(times.aheadMillis(), false)
        .rateLimited(times.betweenFetchesMillis())
        .build();
  }

  private static URL url(String text) {
    URL url;
    try {
      url = URI.create(text).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "PRESENCE_JWKS_URL must be an http or https URL, got " + text, e);
    }
    if (!Set.of("http", "https").contains(url.getProtocol())) {
      throw new IllegalArgumentException(
          "PRESENCE_JWKS_URL must be an http or https URL, got " + text);
    }
    return url;
  }

  /**
   * In an outage the keys that were fetched last count for whoever asks. The library's own source
   * refuses them to a cache that is refreshed ahead of time, which insists on new ones; it would
   * then end, and the next token wait for the provider after all.
   */
  private static final class LastKeys extends JWKSetSourceWrapper<SecurityContext> {
    LastKeys(JWKSetSource<SecurityContext> fetched) {
      super(
          new OutageTolerantJWKSetSource<>(
              new RetryingJWKSetSource<>(fetched, null), KEPT_IN_OUTAGE_MILLIS, null));
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
        throws KeySourceException {
      return getSource().getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
    }
  }
}
