package io.presence.simulation.net;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP between machines. A question may be lost before or after it was answered, come twice, and be
 * answered too late; a machine that is dead refuses, one that is frozen says nothing.
 */
public final class Calls {
  private final Scheduler scheduler;
  private final Weather weather;

  public Calls(Scheduler scheduler, Weather weather) {
    this.scheduler = scheduler;
    this.weather = weather;
  }

  /**
   * Blocks the thread that asks.
   *
   * @param to who answers at the moment
   * @throws HttpClientException when there is no answer, or a bad one
   */
  public <T> T ask(
      Machine from,
      Place place,
      Supplier<@Nullable Machine> to,
      long timeoutMillis,
      Callable<T> handler) {
    long deadline = scheduler.now() + timeoutMillis * 1_000_000;
    scheduler.sleep(weather.wayNanos());
    Machine machine = to.get();
    if (!weather.reaches(from, place) || weather.loses("question lost", 20)) {
      scheduler.sleep(Math.max(1, deadline - scheduler.now()));
      throw new HttpClientException("Read Timeout");
    }
    if (machine == null || !machine.isAlive()) {
      throw new HttpClientException("Connection refused");
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    handle(from, place, machine, handler, answer);
    if (weather.loses("question repeated", 30)) {
      scheduler.in(
          weather.wayNanos(),
          () -> handle(from, place, machine, handler, new CompletableFuture<>()));
    }
    if (!answer.isDone()) {
      Object signal = new Object();
      var _ = answer.whenComplete((value, failure) -> scheduler.wake(signal));
      scheduler.await(signal, Math.max(1, deadline - scheduler.now()));
    }
    if (!answer.isDone()) {
      throw new HttpClientException("Read Timeout");
    }
    if (answer.isCompletedExceptionally()) {
      throw new HttpClientException("503: " + answer.exceptionNow().getMessage());
    }
    return answer.join();
  }

  private <T> void handle(
      Machine from,
      Place place,
      Machine machine,
      Callable<T> handler,
      CompletableFuture<T> answer) {
    machine.spawn(
        "request of " + from,
        () -> {
          try {
            T value = handler.call();
            answer(from, place, () -> answer.complete(value));
          } catch (Exception e) {
            answer(from, place, () -> answer.completeExceptionally(e));
          }
        });
  }

  private void answer(Machine from, Place place, Runnable arrives) {
    if (weather.reaches(from, place) && !weather.loses("answer lost", 20)) {
      scheduler.in(weather.wayNanos(), arrives);
    }
  }
}
