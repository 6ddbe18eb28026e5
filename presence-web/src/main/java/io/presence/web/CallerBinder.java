package io.presence.web;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;

/** Makes a {@link Caller} of the verified token, for controllers that take one. */
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  @Override
  public Argument<Caller> argumentType() {
    return Argument.of(Caller.class);
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> source) {
    return () -> source.getUserPrincipal(Authentication.class).map(CallerBinder::caller);
  }

  /**
   * @throws ProblemException 403 when the token's subject is no user id
   */
  static Caller caller(Authentication authentication) {
    return Tokens.verified(authentication)
        .map(Tokens.Verified::caller)
        .orElseThrow(() ->
            ProblemException.forbidden(
                "the token's sub must be a user id: 1-128 characters of [A-Za-z0-9._:@-]"));
  }
}
