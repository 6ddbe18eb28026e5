package io.presence.web;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a service logs ({@code PRESENCE_LOG_FORMAT}): {@code text} to be read by people, or {@code
 * json}, one object a line, for whatever collects logs. Unset it is text, and JSON in a function;
 * images set JSON.
 *
 * <p>{@code logback.xml} asks it before there is anything else. A third word counts as text, so
 * that a service can say why it does not start.
 */
public final class LogFormat extends PropertyDefinerBase {
  private static final String VARIABLE = "PRESENCE_LOG_FORMAT";
  private static final String TEXT = "text";
  private static final String JSON = "json";

  /** Lambda sets it, where it unpacks a function. */
  private static final String OF_A_FUNCTION = "LAMBDA_TASK_ROOT";

  private final Map<String, String> environment;

  /** Logback makes it by name. */
  public LogFormat() {
    this(System.getenv());
  }

  LogFormat(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String getPropertyValue() {
    String set = set();
    return JSON.equals(set) || (set == null && environment.containsKey(OF_A_FUNCTION))
        ? JSON
        : TEXT;
  }

  /**
   * @throws IllegalStateException for a word that is neither
   */
  void check() {
    String set = set();
    if (set != null && !set.equals(JSON) && !set.equals(TEXT)) {
      throw new IllegalStateException(
          "%s must be %s or %s, got %s".formatted(VARIABLE, TEXT, JSON, set));
    }
  }

  private @Nullable String set() {
    String set = environment.get(VARIABLE);
    return set == null || set.isBlank() ? null : set;
  }
}
