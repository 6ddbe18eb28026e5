package io.presence.lambda;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.Origin;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.function.aws.LambdaApplicationContextBuilder;
import java.util.HashMap;
import java.util.Map;

/** Starts the beans of a function, all of them at once: nothing is left to the first invocation. */
public final class FunctionContext {
  private static final Origin ORIGIN = Origin.of("Secrets Manager");

  private FunctionContext() {}

  /**
   * Settings are the environment's, and the secrets that it names.
   *
   * @throws RuntimeException when a setting, a secret or a server is missing
   */
  public static ApplicationContext start() {
    Map<String, Object> secrets = new Secrets(System.getenv(), SecretsManager::read).settings();
    // As with variables: ours are bound by their names, the others are what application.yml says.
    Map<String, Object> ours = new HashMap<>(secrets);
    ours.keySet().removeIf(setting -> !setting.startsWith("PRESENCE_"));
    return new LambdaApplicationContextBuilder()
        // It is known where it runs: no server of instance metadata is asked.
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .propertySources(
            PropertySource.of("secrets", secrets, ORIGIN),
            PropertySource.of("own secrets", ours, PropertyConvention.ENVIRONMENT_VARIABLE, ORIGIN))
        .start();
  }
}
