package io.presence.lambda;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings that stand in secrets. Lambda cannot put a secret into an environment, so {@code
 * SECRET_ARN_<SETTING>} says where the value of a setting is. Written as ECS writes it, the ARN of
 * a secret of JSON may name one of its members: {@code arn:…:secret:name-AbCdEf:password::}.
 *
 * <p>Values are neither kept here nor ever in a message.
 *
 * @param environment of the function
 * @param source the value of the secret with an ARN
 */
record Secrets(Map<String, String> environment, Function<String, String> source) {
  private static final String PREFIX = "SECRET_ARN_";

  /** {@code arn:aws:secretsmanager:region:account:secret:name} */
  private static final int PARTS_OF_ARN = 7;

  /**
   * Asks for each secret once.
   *
   * @throws IllegalStateException when a setting is set twice, or a secret is not what it should be
   */
  Map<String, Object> settings() {
    Map<String, String> asked = new HashMap<>();
    Map<String, Object> settings = new TreeMap<>();
    environment.forEach((variable, reference) -> {
      if (variable.startsWith(PREFIX)) {
        String setting = variable.substring(PREFIX.length());
        if (environment.containsKey(setting)) {
          throw new IllegalStateException(
              "%s and %s are both set: unset one of them".formatted(setting, variable));
        }
        settings.put(setting, value(variable, reference, asked));
      }
    });
    return settings;
  }

  private String value(String variable, String reference, Map<String, String> asked) {
    String[] parts = reference.split(":", -1);
    if (parts.length < PARTS_OF_ARN || !parts[0].equals("arn") || !parts[5].equals("secret")) {
      throw new IllegalStateException(
          "%s must be the ARN of a secret, got %s".formatted(variable, reference));
    }
    String arn = String.join(":", java.util.Arrays.copyOf(parts, PARTS_OF_ARN));
    String member = parts.length > PARTS_OF_ARN ? parts[PARTS_OF_ARN] : "";
    String secret = asked.computeIfAbsent(arn, source);
    String value = member.isEmpty() ? secret : member(secret, member);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "the secret that %s names has no value%s: %s"
              .formatted(variable, member.isEmpty() ? "" : " for " + member, arn));
    }
    return value;
  }

  /** Null when there is none, or the secret is no JSON. */
  private static @Nullable String member(String secret, String name) {
    try {
      Map<String, Object> members =
          ObjectMapper.getDefault().readValue(secret, Argument.mapOf(String.class, Object.class));
      Object value = members == null ? null : members.get(name);
      return value == null || value instanceof Map || value instanceof Collection
          ? null
          : value.toString();
    } catch (IOException e) {
      // Its message could quote the secret.
      return null;
    }
  }
}
