package io.presence.endtoend.live;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LiveStack} of their own kind: people are away after a few seconds, and with
 * two gateways changes go only to those that the registry names, as in a deployment of many. Its
 * Redis may be emptied. Every change is followed by a trace. Shared by the classes that ask for it,
 * and stopped like {@link SharedStack}.
 */
public final class BriefStack implements ParameterResolver {
  /** How long without activity until away. */
  public static final long IDLE_MILLIS = 8_000;

  private static final long TTL_MILLIS = 6_000;
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BriefStack.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LiveStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Collector collector = Collector.of(context);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "stack",
            key ->
                SharedStack.Running.start(
                    TTL_MILLIS,
                    Map.of(
                        "PRESENCE_IDLE_TIMEOUT_MS", Long.toString(IDLE_MILLIS),
                        "PRESENCE_FANOUT_BROADCAST_GATEWAYS", "1",
                        "PRESENCE_TRACE_ENDPOINT", collector.endpoint(),
                        "PRESENCE_TRACE_RATIO", "1",
                        "PRESENCE_STREAM_KEEP_ALIVE_MS", "1000")),
            SharedStack.Running.class)
        .stack();
  }
}
