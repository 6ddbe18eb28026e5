package io.presence.store.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets time pass on a real Redis, whose clock nobody can move: everything that the store remembers
 * moves into the past instead. Versions stay, since they only grow.
 */
final class TimeMachine {
  /** Fields of a person that are points in time; zero is none. */
  private static final Set<String> AT = Set.of("handx", "msgx", "ls", "at");

  /** Within the JSON of a session, and of those that have ended. */
  private static final Pattern TIMES = Pattern.compile("\"(a|b|from|until)\":(\\d+)");

  private final RedisCommands<String, String> redis;

  TimeMachine(RedisCommands<String, String> redis) {
    this.redis = redis;
  }

  void advance(Duration time) {
    long millis = time.toMillis();
    for (String key : keys()) {
      switch (redis.type(key)) {
        case "zset" -> {
          for (ScoredValue<String> entry : redis.zrangeWithScores(key, 0, -1)) {
            redis.zadd(key, entry.getScore() - millis, entry.getValue());
          }
        }
        case "hash" -> {
          if (key.contains("}:watch:") || key.contains("}:room:")) {
            watch(key, millis);
          } else {
            person(key, millis);
          }
        }
        case "string" -> epoch(key, millis);
        default -> {}
      }
      expire(key, millis);
    }
  }

  private void watch(String key, long millis) {
    redis
        .hgetall(key)
        .forEach((gateway, until) ->
            redis.hset(key, gateway, Long.toString(Long.parseLong(until) - millis)));
  }

  private void person(String key, long millis) {
    for (Map.Entry<String, String> field : redis.hgetall(key).entrySet()) {
      String name = field.getKey();
      String value = field.getValue();
      if (name.startsWith("s:") || name.equals("gone")) {
        redis.hset(
            key,
            name,
            TIMES
                .matcher(value)
                .replaceAll(at ->
                    "\"%s\":%d".formatted(at.group(1), Long.parseLong(at.group(2)) - millis)));
      } else if (AT.contains(name) && !value.equals("0")) {
        redis.hset(key, name, Long.toString(Long.parseLong(value) - millis));
      }
    }
  }

  private void epoch(String key, long millis) {
    if (key.endsWith(":epoch")) {
      String value = redis.get(key);
      int colon = value.indexOf(':');
      redis.set(key, Long.parseLong(value.substring(0, colon)) - millis + value.substring(colon));
    }
  }

  private void expire(String key, long millis) {
    long left = redis.pttl(key);
    if (left > millis) {
      redis.pexpire(key, left - millis);
    } else if (left >= 0) {
      redis.del(key);
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    KeyScanCursor<String> cursor = redis.scan(ScanArgs.Builder.limit(1_000));
    keys.addAll(cursor.getKeys());
    while (!cursor.isFinished()) {
      cursor = redis.scan(cursor, ScanArgs.Builder.limit(1_000));
      keys.addAll(cursor.getKeys());
    }
    return keys.stream().distinct().toList();
  }
}
