package io.presence.simulation.process;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The beans of one process: those that are given, and every other by its own constructor when first
 * needed. Settings are the defaults that their records state, unless they are set here by name.
 */
final class Wiring {
  private static final Map<Class<?>, Constructor<?>> CONSTRUCTORS = new ConcurrentHashMap<>();

  private final Map<Class<?>, Object> beans = new LinkedHashMap<>();
  private final Map<Class<?>, Class<?>> chosen = new HashMap<>();
  private final Map<String, String> settings;

  Wiring(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Whoever asks for the type gets this. */
  Wiring give(Class<?> type, Object bean) {
    beans.put(type, bean);
    return this;
  }

  /** The same, of a type that is private to its package. */
  Wiring give(String type, Object bean) {
    return give(named(type), bean);
  }

  /** Whoever asks for the interface gets this one. */
  Wiring choose(String type, String implementation) {
    chosen.put(named(type), named(implementation));
    return this;
  }

  static Class<?> named(String type) {
    try {
      return Class.forName("io.presence." + type);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Object get(String type) {
    return get(named(type));
  }

  Object get(Class<?> asked) {
    Class<?> type = chosen.getOrDefault(asked, asked);
    Object bean = beans.get(type);
    if (bean == null) {
      bean = make(type);
      beans.put(type, bean);
    }
    return bean;
  }

  private Object make(Class<?> type) {
    Constructor<?> constructor = CONSTRUCTORS.computeIfAbsent(type, Wiring::constructor);
    boolean isSettings = type.isAnnotationPresent(ConfigurationProperties.class);
    Object[] arguments = isSettings ? settings(type) : arguments(constructor);
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("cannot make " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    List<Constructor<?>> all = new ArrayList<>(List.of(type.getDeclaredConstructors()));
    if (type.isRecord()) {
      Class<?>[] components =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      all.removeIf(each -> !Arrays.equals(each.getParameterTypes(), components));
    } else if (all.size() > 1) {
      all.removeIf(each -> !each.isAnnotationPresent(Inject.class));
    }
    if (all.size() != 1) {
      throw new IllegalStateException("which constructor of " + type + "? or give one");
    }
    Constructor<?> constructor = all.getFirst();
    constructor.setAccessible(true);
    return constructor;
  }

  private Object[] arguments(Constructor<?> constructor) {
    Parameter[] parameters = constructor.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      Class<?> type = parameters[i].getType();
      if (type == BeanProvider.class
          && parameters[i].getParameterizedType() instanceof ParameterizedType generic) {
        Class<?> later = (Class<?>) generic.getActualTypeArguments()[0];
        BeanProvider<Object> provider = () -> get(later);
        arguments[i] = provider;
      } else {
        arguments[i] = get(type);
      }
    }
    return arguments;
  }

  private Object[] settings(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Parameter[] parameters =
        CONSTRUCTORS.computeIfAbsent(type, Wiring::constructor).getParameters();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = setting(type, components[i], parameters[i].getAnnotation(Bindable.class));
    }
    return values;
  }

  private Object setting(Class<?> type, RecordComponent component, @Nullable Bindable bound) {
    @Nullable String text = settings.get(component.getName());
    if (text == null && bound != null) {
      text = bound.defaultValue();
    }
    if (text == null) {
      throw new IllegalStateException("no default of " + component + " in " + type);
    }
    return parse(component.getType(), text);
  }

  private static Object parse(Class<?> type, String text) {
    if (type == long.class) {
      return Long.parseLong(text);
    }
    if (type == int.class) {
      return Integer.parseInt(text);
    }
    if (type == boolean.class) {
      return Boolean.parseBoolean(text);
    }
    if (type == Duration.class) {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
          : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }
    return text;
  }
}
