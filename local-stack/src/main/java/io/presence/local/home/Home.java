package io.presence.local.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The two folders of a local stack.
 *
 * @param project the checkout, with the services' jars
 * @param data {@code .presence} in it, or what {@code PRESENCE_HOME} says: outlives restarts
 */
public record Home(Path project, Path data) {
  /** The checkout is named by the launch script, else it is the working directory. */
  public static Home ofThisProcess() {
    return of(Path.of(System.getProperty("presence.project", "")), System.getenv());
  }

  static Home of(Path project, Map<String, String> environment) {
    Path root = project.toAbsolutePath().normalize();
    String moved = environment.getOrDefault("PRESENCE_HOME", "");
    Path data = moved.isBlank() ? root.resolve(".presence") : Path.of(moved);
    return new Home(root, data.toAbsolutePath().normalize());
  }

  public Path log(String component) {
    return logs().resolve(component + ".log");
  }

  public Path logs() {
    return folder("logs");
  }

  /** A component's data. */
  public Path dataOf(String component) {
    return folder("data").resolve(component);
  }

  /** Who runs on this data now. */
  public Path run() {
    return folder("run");
  }

  Path file(String name) {
    return created(data).resolve(name);
  }

  private Path folder(String name) {
    return created(data.resolve(name));
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Refusal(
          "Cannot write to "
              + folder
              + ": give this user the right to, or name another folder in PRESENCE_HOME.",
          e);
    }
  }

  /** A path as a person would type it from the checkout. */
  public String relative(Path path) {
    return path.startsWith(project) ? project.relativize(path).toString() : path.toString();
  }
}
