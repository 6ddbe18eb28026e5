package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import java.nio.file.Path;
import java.util.List;

/** A component that did not become ready, or ended by itself; the whole stack ends with it. */
final class ComponentFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Component component;

  /**
   * @param what completes "connection-service …"
   */
  ComponentFailed(Component component, String what) {
    super(component.name() + " " + what);
    this.component = component;
  }

  Component component() {
    return component;
  }

  /** The message, and the lines of its log that matter. */
  List<String> report(String logName, List<String> excerpt) {
    var lines = new java.util.ArrayList<String>();
    lines.add(getMessage() + ". From " + logName + ":");
    excerpt.forEach(line -> lines.add("  | " + line));
    return lines;
  }

  /** The same for whoever typed a command, who can do nothing with a stack trace. */
  Refusal refusal(Home home) {
    Path log = home.log(component.name());
    return new Refusal(String.join("\n", report(home.relative(log), LogExcerpt.of(log))), this);
  }
}
