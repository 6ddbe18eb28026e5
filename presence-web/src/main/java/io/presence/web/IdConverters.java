package io.presence.web;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.MutableConversionService;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.core.convert.TypeConverterRegistrar;
import io.presence.contracts.DeviceId;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Lets path and query values be ids; a malformed one is a 400 with the rule that it breaks. */
@Singleton
public final class IdConverters implements TypeConverterRegistrar {
  @Override
  public void register(MutableConversionService conversions) {
    conversions.addConverter(CharSequence.class, UserId.class, converter(UserId::new));
    conversions.addConverter(CharSequence.class, DeviceId.class, converter(DeviceId::new));
    conversions.addConverter(CharSequence.class, RoomId.class, converter(RoomId::new));
  }

  private static <T> TypeConverter<CharSequence, T> converter(Function<String, T> parse) {
    return (CharSequence text, Class<T> type, ConversionContext context) -> {
      try {
        return Optional.of(parse.apply(text.toString()));
      } catch (IllegalArgumentException e) {
        context.reject(text, e);
        return Optional.empty();
      }
    };
  }
}
