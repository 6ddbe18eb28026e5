package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What the service answered. */
public record Answer(
    int status, String contentType, String body, Map<String, List<String>> headers) {

  /** The header of this name, in any case; empty when there is none. */
  public String header(String name) {
    return String.join(",", headers.getOrDefault(name, List.of()));
  }

  /** Fails unless this is the status. */
  public Answer expect(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  /** Fails unless this is a problem document whose detail has all of these. */
  public void expectProblem(int expected, String... details) {
    expect(expected);
    assertThat(contentType).isEqualTo("application/problem+json");
    assertThat((String) json().get("detail")).contains(details);
  }

  /** The body as an object. */
  public Map<String, Object> json() {
    try {
      return JsonMapper.createDefault().readValue(body, Argument.mapOf(String.class, Object.class));
    } catch (IOException e) {
      throw new UncheckedIOException(body, e);
    }
  }

  /** A field of the body as text; {@code null} when it is missing. */
  public String text(String field) {
    return String.valueOf(json().get(field));
  }

  /** A field of the first object of a page as text. */
  public String firstText(String field) {
    return String.valueOf(items().getFirst().get(field));
  }

  /** The objects of a page. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> items() {
    return (List<Map<String, Object>>) json().getOrDefault("items", List.of());
  }

  /** The ids of a page. */
  public List<String> ids() {
    return items().stream().map(item -> (String) item.get("user_id")).toList();
  }
}
