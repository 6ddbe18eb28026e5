package io.presence.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Commands that are on their way together. Add them, {@link #await()} once, then take each result
 * with {@code join()}, which no longer blocks.
 *
 * <p>Owned by one caller on one thread, which must not be an I/O thread.
 */
final class Pipeline {
  private final RedisClusterAsyncCommands<String, String> commands;
  private final Duration timeout;
  private final List<CompletableFuture<?>> pending = new ArrayList<>();

  Pipeline(RedisClusterAsyncCommands<String, String> commands, Duration timeout) {
    this.commands = commands;
    this.timeout = timeout;
  }

  /** A command whose answer nobody reads. */
  void send(RedisFuture<?> sent) {
    pending.add(sent.toCompletableFuture());
  }

  <T> CompletableFuture<T> add(RedisFuture<T> sent) {
    CompletableFuture<T> result = sent.toCompletableFuture();
    pending.add(result);
    return result;
  }

  /** Runs a script that answers a string. */
  CompletableFuture<String> run(LuaScript script, String[] keys, String... args) {
    return run(script, ScriptOutputType.VALUE, keys, args);
  }

  /** Runs a script that answers an array of strings. */
  CompletableFuture<List<String>> list(LuaScript script, String[] keys, String... args) {
    return run(script, ScriptOutputType.MULTI, keys, args);
  }

  /**
   * EVALSHA, then EVAL where the server does not know the script (yet, or any more). Scripts that
   * must run in a given order therefore do not belong into one pipeline.
   */
  private <T> CompletableFuture<T> run(
      LuaScript script, ScriptOutputType type, String[] keys, String... args) {
    CompletableFuture<T> sent =
        commands.<T>evalsha(script.sha(), type, keys, args).toCompletableFuture();
    CompletableFuture<T> result =
        sent.exceptionallyCompose(failure ->
            unwrap(failure) instanceof RedisNoScriptException
                ? commands.<T>eval(script.source(), type, keys, args)
                : CompletableFuture.failedFuture(failure));
    pending.add(sent.handle((value, failure) -> value));
    pending.add(result);
    return result;
  }

  /**
   * Waits until everything is answered.
   *
   * @throws StoreUnavailableException when something is not answered in time, or refused; what was
   *     sent may or may not have happened
   */
  void await() {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
    try {
      all.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancel();
      throw new StoreUnavailableException(
          "Redis did not answer %d commands within %d ms"
              .formatted(pending.size(), timeout.toMillis()),
          e);
    } catch (ExecutionException e) {
      Throwable cause = unwrap(e);
      throw new StoreUnavailableException("Redis refused a command: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for Redis", e);
    }
  }

  /** Nobody waits for them any more: those that were not sent yet never will be. */
  private void cancel() {
    pending.forEach(command -> command.cancel(true));
  }

  private static Throwable unwrap(Throwable failure) {
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
