package io.presence.web.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.env.Environment;
import io.presence.web.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of all limits of this process. One that was not asked for as long as the longest
 * period is full again and is forgotten; beyond {@value #MAX_BUCKETS} of them the least used go.
 */
@Singleton
public final class RateLimits {
  private static final int MAX_BUCKETS = 200_000;
  private static final String PREFIX = "presence.limits.";

  private final Function<String, @Nullable String> settings;
  private final Bounds bounds;
  private final Map<Limit, Rate> rates = new ConcurrentHashMap<>();
  private final Cache<Owner, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(Rate.MAX_PERIOD).build();

  @Inject
  RateLimits(Environment environment, MeterRegistry registry) {
    this(name -> environment.getProperty(name, String.class).orElse(null), registry);
  }

  /**
   * @param settings a property by its name, or null
   */
  public RateLimits(Function<String, @Nullable String> settings, MeterRegistry registry) {
    this.settings = settings;
    this.bounds = new Bounds(registry);
  }

  /**
   * Takes note of a service's limits, so that a bad setting is found at start and every metric is
   * there from the beginning.
   *
   * @throws IllegalArgumentException when one is set to something that is no rate, or too little
   */
  public void declare(Limit... limits) {
    for (Limit limit : limits) {
      var _ = rate(limit);
      bounds.declare(limit);
    }
  }

  /**
   * Takes permits.
   *
   * @param owner whose bucket: a user, a device, an address
   * @return why not, or null when they were taken
   */
  public @Nullable Refusal take(Limit limit, String owner, int permits) {
    ConsumptionProbe probe = bucket(limit, owner).tryConsumeAndReturnRemaining(permits);
    if (probe.isConsumed()) {
      return null;
    }
    bounds.refused(limit);
    Rate rate = rate(limit);
    long millis = Duration.ofNanos(probe.getNanosToWaitForRefill()).toMillis() + 1;
    return new Refusal(
        limit, "%s: at most %s are allowed".formatted(limit.what(), rate), Math.max(1, millis));
  }

  public @Nullable Refusal take(Limit limit, String owner) {
    return take(limit, owner, 1);
  }

  /** Gives permits back that were taken for what then did not happen. */
  public void giveBack(Limit limit, String owner, int permits) {
    bucket(limit, owner).addTokens(permits);
  }

  /**
   * The same as {@link #take}, for whoever answers a request.
   *
   * @throws ProblemException 429 when it was not taken
   */
  public void require(Limit limit, String owner) {
    require(take(limit, owner));
  }

  /**
   * @throws ProblemException 429 when there is one
   */
  public static void require(@Nullable Refusal refusal) {
    if (refusal != null) {
      throw ProblemException.tooMany(refusal.message(), refusal.retryAfterMillis());
    }
  }

  public Rate rate(Limit limit) {
    return rates.computeIfAbsent(limit, this::configured);
  }

  private Rate configured(Limit limit) {
    String name = PREFIX + limit.key();
    String set = settings.apply(name);
    try {
      Rate rate = Rate.parse(set == null ? limit.defaultRate() : set);
      if (rate.permits() < limit.least()) {
        throw new IllegalArgumentException(
            "one request may need %d, so it cannot be %s".formatted(limit.least(), rate));
      }
      return rate;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_") + ": " + e.getMessage(),
          e);
    }
  }

  private Bucket bucket(Limit limit, String owner) {
    return buckets.get(
        new Owner(limit, owner),
        key -> {
          Rate rate = rate(limit);
          return Bucket.builder()
              .addLimit(bandwidth ->
                  bandwidth.capacity(rate.permits()).refillGreedy(rate.permits(), rate.period()))
              .build();
        });
  }

  private record Owner(Limit limit, String owner) {}
}
