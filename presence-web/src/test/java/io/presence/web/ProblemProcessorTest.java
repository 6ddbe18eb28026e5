package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProblemProcessorTest {
  @Test
  void aMessageNamesATypeWithoutItsPackage() {
    assertThat(detail(HttpResponse.badRequest(), "cannot read type [interface io.presence.a.B]"))
        .isEqualTo("cannot read type [B]");
    assertThat(detail(HttpResponse.badRequest(), "of class java.lang.Long: first class. Or not"))
        .isEqualTo("of Long: first class. Or not");
    assertThat(detail(HttpResponse.badRequest(), "no `java.util.List` in one.two.Three"))
        .isEqualTo("no `List` in one.two.Three");
  }

  @Test
  void whatWentWrongInsideIsNotTold() {
    assertThat(detail(HttpResponse.serverError(), "connection to 10.0.0.7 refused"))
        .isEqualTo("the server failed; nothing that you sent caused it");
  }

  private static String detail(MutableHttpResponse<?> response, String message) {
    ErrorContext context =
        ErrorContext.builder(HttpRequest.GET("/v1/presence")).errorMessage(message).build();
    Problem problem = new ProblemProcessor().processResponse(context, response).body();
    return Objects.requireNonNull(Objects.requireNonNull(problem).detail());
  }
}
