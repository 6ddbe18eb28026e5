package io.presence.graph.rooms;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.MutableConversionService;
import io.micronaut.core.convert.TypeConverterRegistrar;
import io.presence.contracts.RoomId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets path values be rooms; a malformed one is a 400 with the rule that it breaks. */
@Singleton
public final class RoomIdConverter implements TypeConverterRegistrar {
  @Override
  public void register(MutableConversionService conversions) {
    conversions.addConverter(
        CharSequence.class,
        RoomId.class,
        (CharSequence text, Class<RoomId> type, ConversionContext context) -> {
          try {
            return Optional.of(new RoomId(text.toString()));
          } catch (IllegalArgumentException e) {
            context.reject(text, e);
            return Optional.empty();
          }
        });
  }
}
