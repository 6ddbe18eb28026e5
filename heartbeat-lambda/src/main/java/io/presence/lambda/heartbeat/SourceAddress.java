package io.presence.lambda.heartbeat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.servlet.http.ServletHttpRequest;
import io.presence.web.limit.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * A function has no connection whose peer could be looked at: the API says in its event who called,
 * and limits go by that.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class SourceAddress {

  @RequestFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void note(HttpRequest<?> request) {
    String address =
        request instanceof ServletHttpRequest<?, ?> ofEvent
                && ofEvent.getNativeRequest() instanceof APIGatewayV2HTTPEvent event
            ? sourceOf(event)
            : null;
    if (address != null) {
      request.setAttribute(ClientAddress.KNOWN, address);
    }
  }

  private static @Nullable String sourceOf(APIGatewayV2HTTPEvent event) {
    var context = event.getRequestContext();
    return context == null || context.getHttp() == null ? null : context.getHttp().getSourceIp();
  }
}
