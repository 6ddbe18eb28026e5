package io.presence.gateway.channel;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes events as they are. */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
@Produces(MediaType.TEXT_EVENT_STREAM)
final class EventBytesWriter implements MessageBodyWriter<EventBytes> {
  @Override
  public boolean isWriteable(Argument<EventBytes> type, @Nullable MediaType mediaType) {
    return type.getType() == EventBytes.class;
  }

  @Override
  public void writeTo(
      Argument<EventBytes> type,
      MediaType mediaType,
      EventBytes event,
      MutableHeaders headers,
      OutputStream out) {
    try {
      out.write(event.bytes());
    } catch (IOException e) {
      throw new CodecException("an event cannot be written", e);
    }
  }
}
