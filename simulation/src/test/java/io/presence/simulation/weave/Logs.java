package io.presence.simulation.weave;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** As {@link org.slf4j.LoggerFactory}: what services log is part of the story of a run. */
public final class Logs {
  private static final ThreadLocal<Sink> SINK =
      ThreadLocal.withInitial(() -> (machine, level, message, cause) -> {});

  private Logs() {}

  /** Where it goes, on this thread. */
  public interface Sink {
    void said(@Nullable Machine machine, Level level, String message, @Nullable Throwable cause);
  }

  public static void to(Sink other) {
    SINK.set(other);
  }

  public static Logger getLogger(Class<?> type) {
    return new Line();
  }

  public static Logger getLogger(String name) {
    return new Line();
  }

  private static final class Line extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        Object @Nullable [] arguments,
        @Nullable Throwable cause) {
      String text = MessageFormatter.basicArrayFormat(message, arguments);
      SINK.get().said(Scheduler.current().context(), level, text, cause);
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
