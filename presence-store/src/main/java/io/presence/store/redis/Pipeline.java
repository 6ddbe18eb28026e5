package io.presence.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Commands that are on their way together, one round trip to each node that they go to. Add them,
 * wait once, then take each result with {@code join()}, which no longer blocks. Who needs all of
 * them {@link #await}s; who can do with what some nodes answer {@link #awaitSome}s, and asks {@link
 * #isAnswered} before taking a result.
 *
 * <p>Owned by one caller on one thread, which must not be an I/O thread.
 */
final class Pipeline {
  /**
   * While a slot moves, a script finds some of its keys here and some there, or nowhere yet: it is
   * refused as a whole, until the slot has arrived.
   */
  private static final String MOVING = "TRYAGAIN";

  private static final long MOVING_PAUSE_MILLIS = 20;

  private final RedisClusterAsyncCommands<String, String> commands;
  private final Duration timeout;
  private final Runnable unanswered;
  private final long deadline;
  private final List<CompletableFuture<?>> sent = new ArrayList<>();
  private final List<CompletableFuture<?>> results = new ArrayList<>();

  /**
   * @param unanswered called when something was not answered in time
   */
  Pipeline(
      RedisClusterAsyncCommands<String, String> commands, Duration timeout, Runnable unanswered) {
    this.commands = commands;
    this.timeout = timeout;
    this.unanswered = unanswered;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /** A command whose answer nobody reads. */
  void send(RedisFuture<?> command) {
    var _ = add(command);
  }

  <T> CompletableFuture<T> add(CompletionStage<T> command) {
    CompletableFuture<T> result = command.toCompletableFuture();
    sent.add(result);
    results.add(result);
    return result;
  }

  <T, R> CompletableFuture<R> add(CompletionStage<T> command, Function<T, R> read) {
    CompletableFuture<T> answer = command.toCompletableFuture();
    CompletableFuture<R> result = answer.thenApply(read);
    sent.add(answer);
    results.add(result);
    return result;
  }

  /** Runs a script that answers a string. */
  CompletableFuture<String> run(LuaScript script, String[] keys, String... args) {
    return run(new Call<>(script, ScriptOutputType.VALUE, keys, args));
  }

  /** Runs a script that answers an array of strings. */
  CompletableFuture<List<String>> list(LuaScript script, String[] keys, String... args) {
    return run(new Call<>(script, ScriptOutputType.MULTI, keys, args));
  }

  /**
   * EVALSHA, then EVAL where the server does not know the script (yet, or any more). Scripts that
   * must run in a given order therefore do not belong into one pipeline.
   */
  private <T> CompletableFuture<T> run(Call<T> call) {
    CompletableFuture<T> first = call.bySha(commands);
    CompletableFuture<T> result = first.exceptionallyCompose(failure -> again(call, failure));
    sent.add(first);
    results.add(result);
    return result;
  }

  private <T> CompletableFuture<T> again(Call<T> call, Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof RedisNoScriptException) {
      return call.bySource(commands).exceptionallyCompose(next -> again(call, next));
    }
    if (isMoving(cause) && System.nanoTime() < deadline) {
      return CompletableFuture.runAsync(
              () -> {},
              CompletableFuture.delayedExecutor(MOVING_PAUSE_MILLIS, TimeUnit.MILLISECONDS))
          .thenCompose(paused -> call.bySha(commands))
          .exceptionallyCompose(next -> again(call, next));
    }
    return CompletableFuture.failedFuture(cause);
  }

  private static boolean isMoving(Throwable cause) {
    return cause instanceof RedisCommandExecutionException
        && cause.getMessage() != null
        && cause.getMessage().startsWith(MOVING);
  }

  /**
   * Waits until everything is answered.
   *
   * @throws StoreUnavailableException when something is not answered in time, or refused; what was
   *     sent may or may not have happened
   */
  void await() {
    settle();
    for (CompletableFuture<?> result : results) {
      if (!isAnswered(result)) {
        throw unavailable(result);
      }
    }
  }

  /**
   * Waits until everything is answered, or nothing more is to be expected.
   *
   * @throws StoreUnavailableException when nothing at all was answered
   */
  void awaitSome() {
    settle();
    if (!results.isEmpty() && results.stream().noneMatch(Pipeline::isAnswered)) {
      throw unavailable(results.getFirst());
    }
  }

  /** As {@link #awaitSome}, but it is not an error when nothing was answered. */
  void settle() {
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            results.stream()
                .map(result -> result.handle((value, failure) -> ""))
                .toArray(CompletableFuture[]::new));
    try {
      all.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      cancel();
      unanswered.run();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing of it fails", e);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for Redis", e);
    }
  }

  /** Whether a result that was waited for can be taken. */
  static boolean isAnswered(CompletableFuture<?> result) {
    return result.isDone() && !result.isCompletedExceptionally();
  }

  /** Why a result cannot be taken. */
  StoreUnavailableException unavailable(CompletableFuture<?> result) {
    if (result.isCancelled() || !result.isDone()) {
      return new StoreUnavailableException(
          "Redis did not answer %d of %d commands within %d ms"
              .formatted(
                  results.stream().filter(each -> !isAnswered(each)).count(),
                  results.size(),
                  timeout.toMillis()),
          new TimeoutException());
    }
    Throwable cause = unwrap(result.exceptionNow());
    return new StoreUnavailableException("Redis refused a command: " + cause.getMessage(), cause);
  }

  /** Nobody waits for them any more: those that were not sent yet never will be. */
  private void cancel() {
    results.forEach(result -> result.cancel(true));
    sent.forEach(command -> command.cancel(true));
  }

  private static Throwable unwrap(Throwable failure) {
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** A script and what it is given. */
  private static final class Call<T> {
    private final LuaScript script;
    private final ScriptOutputType type;
    private final String[] keys;
    private final String[] args;

    Call(LuaScript script, ScriptOutputType type, String[] keys, String[] args) {
      this.script = script;
      this.type = type;
      this.keys = keys;
      this.args = args;
    }

    CompletableFuture<T> bySha(RedisClusterAsyncCommands<String, String> commands) {
      return commands.<T>evalsha(script.sha(), type, keys, args).toCompletableFuture();
    }

    CompletableFuture<T> bySource(RedisClusterAsyncCommands<String, String> commands) {
      return commands.<T>eval(script.source(), type, keys, args).toCompletableFuture();
    }
  }
}
