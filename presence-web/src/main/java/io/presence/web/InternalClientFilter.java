package io.presence.web;

import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;

/** Shows the key on every call of one service to another. */
@ClientFilter(InternalRule.PREFIX + "**")
final class InternalClientFilter {
  private final ServiceKey key;

  InternalClientFilter(ServiceKey key) {
    this.key = key;
  }

  @RequestFilter
  void showKey(MutableHttpRequest<?> request) {
    request.header(ServiceKey.HEADER, key.value());
  }
}
