package io.presence.simulation.weave;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/** Loads everything but the JDK anew, and weaves what must live in virtual time. */
public final class SimulationLoader extends URLClassLoader {
  private final Weaver weaver = new Weaver(this);

  public SimulationLoader() {
    super(classPath(), getPlatformClassLoader());
  }

  private static URL[] classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .map(entry -> {
          try {
            return new File(entry).toURI().toURL();
          } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
          }
        })
        .toArray(URL[]::new);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!weaver.concerns(name)) {
      return super.findClass(name);
    }
    try (InputStream compiled = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (compiled == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] woven = weaver.weave(name, compiled.readAllBytes());
      int dot = name.lastIndexOf('.');
      String pack = name.substring(0, dot);
      if (getDefinedPackage(pack) == null) {
        definePackage(pack, null, null, null, null, null, null, null);
      }
      return defineClass(name, woven, 0, woven.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
