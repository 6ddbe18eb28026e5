package io.presence.graph;

import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import io.presence.contracts.WireTime;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** A {@link WireTime} in a column with time zone. */
@Singleton
public final class WireTimeColumn implements AttributeConverter<WireTime, Timestamp> {
  @Override
  public @Nullable Timestamp convertToPersistedValue(
      @Nullable WireTime time, ConversionContext context) {
    return time == null ? null : new Timestamp(time.epochMillis());
  }

  @Override
  public @Nullable WireTime convertToEntityValue(
      @Nullable Timestamp column, ConversionContext context) {
    return column == null ? null : new WireTime(column.getTime());
  }
}
