package io.presence.gateway.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.GatewayId;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Session.Pushed;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last step of a trace: a change is handed to the sockets of those who are told. For one
 * thread, whose log lines name the trace until it is closed.
 */
public final class PushStep implements AutoCloseable {
  /** More of them are only counted. */
  private static final int MAX_NAMED = 50;

  private static final PushStep NONE = new PushStep(Step.NONE);

  private final Step step;
  private final Step.Logged logged;
  private final List<String> named = new ArrayList<>();
  private int told;

  private PushStep(Step step) {
    this.step = step;
    this.logged = step.logged();
  }

  /**
   * @param before the {@code traceparent} of the step before; null for none
   */
  public static PushStep begin(
      Tracing tracing, String name, GatewayId gateway, @Nullable String before) {
    Step step = tracing.follow(name, SpanKind.CONSUMER, before);
    return step.isFollowed() ? new PushStep(step.note("presence.gateway", gateway.value())) : NONE;
  }

  public void pushed(Session session, Pushed outcome) {
    if (step.isFollowed() && outcome == Pushed.SENT) {
      told++;
      if (named.size() < MAX_NAMED) {
        named.add(session.id().value());
      }
    }
  }

  /** For what goes on elsewhere. */
  public @Nullable String traceparent() {
    return step.traceparent();
  }

  @Override
  public void close() {
    if (step.isFollowed()) {
      step.note("presence.told", told).note("presence.sessions", named).end(true);
      logged.close();
    }
  }
}
