package io.presence.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What the services say of their REST endpoints, as the compiler wrote it down: for people to read
 * and programs to be made of.
 */
class OpenApiTest {
  private static final String DESCRIPTION = "META-INF/swagger/openapi.yml";
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z]+");
  private static final Pattern WORD = Pattern.compile("[a-z_]+");

  /** One document for each service with endpoints for clients. */
  static List<Node> documents() throws IOException {
    List<Node> documents = new ArrayList<>();
    for (URL url : Collections.list(OpenApiTest.class.getClassLoader().getResources(DESCRIPTION))) {
      try (var in = url.openStream()) {
        documents.add(
            new Node(
                url.getPath().replaceAll(".*/([a-z-]+)(/target|-\\d).*", "$1"),
                new Yaml().load(in)));
      }
    }
    return documents;
  }

  /**
   * A part of a document.
   *
   * @param name where it stands, for messages
   */
  record Node(String name, Object value) {
    @SuppressWarnings("unchecked")
    Map<String, Object> map() {
      return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    Node at(String key) {
      return new Node(name + " " + key, map().getOrDefault(key, Map.of()));
    }

    Stream<Node> children() {
      return map().keySet().stream().map(this::at);
    }

    List<String> strings(String key) {
      return map().get(key) instanceof Collection<?> many
          ? many.stream().map(String::valueOf).toList()
          : List.of();
    }

    String text(String key) {
      return map().get(key) instanceof String text ? text : "";
    }

    Stream<Node> operations() {
      return at("paths").children().flatMap(Node::children);
    }

    Node schema(String name) {
      return at("components").at("schemas").at(name);
    }

    /** This and everything below. */
    Stream<Node> all() {
      Stream<Node> below =
          value instanceof Collection<?> many
              ? many.stream().map(each -> new Node(name, each))
              : children();
      return Stream.concat(Stream.of(this), below.flatMap(Node::all));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void everyServiceOfClientsDescribesItself() throws IOException {
    assertThat(documents().stream().map(document -> document.at("info").text("title")))
        .containsExactlyInAnyOrder(
            "Presence: connection-service",
            "Presence: friend-graph-service",
            "Presence: heartbeat-function",
            "Presence: last-seen-persister");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyEndpointSaysWhatItIsForAndWhatItAnswers(Node document) {
    assertThat(document.operations()).isNotEmpty();
    assertThat(document.operations())
        .allSatisfy(operation -> {
          assertThat(operation.text("summary")).isNotBlank();
          assertThat(operation.at("responses").map().keySet().toString())
              .matches(".*\\b20[04]\\b.*");
        });
    assertThat(document.at("components").at("securitySchemes").map()).containsOnlyKeys("token");
    assertThat(document.at("paths").map().keySet()).noneMatch(path -> path.startsWith("/internal"));
  }

  /** Generators of clients make a class of each tag, and a method of each operation. */
  @ParameterizedTest
  @MethodSource("documents")
  void operationsHaveNamesOfTheirOwnUnderATag(Node document) {
    assertThat(document.operations().map(operation -> operation.text("operationId")))
        .doesNotHaveDuplicates()
        .allMatch(name -> NAME.matcher(name).matches());
    assertThat(document.operations())
        .allSatisfy(operation -> assertThat(operation.strings("tags")).hasSize(1));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whateverElseIsAnsweredIsAProblem(Node document) {
    assertThat(document.operations())
        .isNotEmpty()
        .allSatisfy(operation -> {
          for (String status : List.of("4XX", "5XX")) {
            Node content = operation.at("responses").at(status).at("content");
            assertThat(content.map()).containsOnlyKeys("application/problem+json");
            assertThat(content.at("application/problem+json").at("schema").text("$ref"))
                .endsWith("/Problem");
          }
        });
    assertThat(document.schema("Problem").at("properties").map())
        .containsOnlyKeys("type", "title", "status", "detail", "instance", "retry_after_ms");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void anAnswerSaysWhatItIs(Node document) {
    assertThat(
            document
                .operations()
                .map(operation -> operation.at("responses").at("200"))
                .filter(answer -> !answer.map().isEmpty()))
        .allSatisfy(answer -> assertThat(answer.text("description")).doesNotEndWith("response"));
  }

  /** Ids are strings, and so are words; what is not JSON of ours has no schema. */
  @ParameterizedTest
  @MethodSource("documents")
  void typesAreThoseOnTheWire(Node document) {
    assertThat(document.at("components").at("schemas").children())
        .allSatisfy(schema -> {
          assertThat(schema.name()).doesNotContain("JsonNode");
          assertThat(schema.at("properties").map().keySet())
              .isNotEqualTo(java.util.Set.of("value"));
          assertThat(schema.strings("enum")).allMatch(word -> WORD.matcher(word).matches());
        });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void whatHasADefaultIsNotRequired(Node document) {
    assertThat(document.all().filter(node -> node.at("schema").map().containsKey("default")))
        .allSatisfy(parameter ->
            assertThat(parameter.map().get("required"))
                .as(parameter.text("name"))
                .isNotEqualTo(true));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aBodyIsRequiredWhereThereIsOne(Node document) {
    assertThat(
            document
                .operations()
                .filter(operation -> operation.map().containsKey("requestBody"))
                // An import of nothing is one.
                .filter(operation -> !operation.name().contains("/v1/import/")))
        .allSatisfy(operation ->
            assertThat(operation.at("requestBody").map()).containsEntry("required", true));
  }

  /** What Javadoc knows and readers do not. */
  @ParameterizedTest
  @MethodSource("documents")
  void descriptionsAreForPeople(Node document) {
    assertThat(document.all().filter(node -> node.value() instanceof String).map(Node::value))
        .noneMatch(text -> String.valueOf(text).contains("```"));
  }

  @Test
  void whatABodyMustHoldIsMarked() throws IOException {
    assertThat(required("UpdateStatus")).isEmpty();
    assertThat(required("Heartbeat")).containsExactlyInAnyOrder("device_id", "device_type");
    assertThat(required("Profile")).containsExactly("name");
    assertThat(required("RoomsController.Members")).containsExactly("user_ids");
    assertThat(required("PrivacyEdit")).isEmpty();
    assertThat(required("ExceptionEdit")).isEmpty();
  }

  private static List<String> required(String schema) throws IOException {
    Node found =
        documents().stream()
            .map(document -> document.schema(schema))
            .filter(node -> !node.map().isEmpty())
            .findFirst()
            .orElseThrow();
    return found.strings("required");
  }
}
