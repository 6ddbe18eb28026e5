package io.presence.web.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.env.Environment;
import io.presence.web.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
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
    return refusal(limit, probe.getNanosToWaitForRefill());
  }

  public @Nullable Refusal take(Limit limit, String owner) {
    return take(limit, owner, 1);
  }

  /**
   * Takes permits of all these limits, or of none: whoever is refused by one uses up nothing of the
   * others, and an owner that nobody has heard of costs no bucket as long as it is refused. Others
   * may take between the question and the taking: then one request too many is let in, which is
   * better than to charge anybody for one that was not.
   *
   * @param charges in the order of asking, so those last whose owners can be invented
   * @return the refusal of the first that has not enough, or null when all were taken
   */
  public @Nullable Refusal takeAll(List<Charge> charges) {
    for (Charge charge : charges) {
      Refusal refusal = ask(charge);
      if (refusal != null) {
        return refusal;
      }
    }
    for (Charge charge : charges) {
      var _ = bucket(charge.limit(), charge.owner()).tryConsume(charge.permits());
    }
    return null;
  }

  private @Nullable Refusal ask(Charge charge) {
    Limit limit = charge.limit();
    Bucket known = buckets.getIfPresent(new Owner(limit, charge.owner()));
    if (known == null && charge.permits() <= rate(limit).permits()) {
      return null; // It would be full.
    }
    EstimationProbe probe =
        (known == null ? bucket(limit, charge.owner()) : known)
            .estimateAbilityToConsume(charge.permits());
    return probe.canBeConsumed() ? null : refusal(limit, probe.getNanosToWaitForRefill());
  }

  private Refusal refusal(Limit limit, long nanosToWait) {
    bounds.refused(limit);
    long millis = Duration.ofNanos(nanosToWait).toMillis() + 1;
    return new Refusal(
        limit,
        "%s: at most %s are allowed".formatted(limit.what(), rate(limit)),
        Math.max(1, millis));
  }

  /**
   * Takes a permit whose owner was not known when the others were taken, as where a device is named
   * in a body that had to be read first.
   *
   * @param before of what was taken, what is given back when this is refused
   */
  public @Nullable Refusal takeAfter(Charge before, Limit limit, String owner) {
    Refusal refusal = take(limit, owner);
    if (refusal != null) {
      bucket(before.limit(), before.owner()).addTokens(before.permits());
    }
    return refusal;
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

  /** How many buckets there are. */
  int size() {
    return buckets.asMap().size();
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
