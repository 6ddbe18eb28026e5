package io.presence.endtoend.oracle;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.SharedStack;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test a {@link LiveStack} under {@link Policy#OTHER}, stopped after its method. */
final class PolicyStack implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PolicyStack.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LiveStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            "stack",
            key -> SharedStack.Running.start(Policy.OTHER.settings()),
            SharedStack.Running.class)
        .stack();
  }
}
