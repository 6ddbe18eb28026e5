package io.presence.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Visibility;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules that keep each thing in its place, over the classes of all modules. */
class ArchitectureTest {
  private static final List<String> SERVICES =
      List.of(
          "io.presence.gateway..",
          "io.presence.heartbeat..",
          "io.presence.expiry..",
          "io.presence.graph..",
          "io.presence.lastseen..");

  private static JavaClasses presence = new ClassFileImporter().importPackages();

  @BeforeAll
  static void readClasses() {
    presence =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.presence");
    assertThat(presence.stream().map(JavaClass::getPackageName).distinct())
        .as("all modules are looked at")
        .contains(
            "io.presence.contracts",
            "io.presence.store",
            "io.presence.web",
            "io.presence.gateway",
            "io.presence.heartbeat",
            "io.presence.expiry",
            "io.presence.graph",
            "io.presence.lastseen");
  }

  @Test
  void onlyVisibilityMakesWhatViewersSee() {
    ArchRule rule =
        constructors()
            .that()
            .areDeclaredIn(PresenceView.class)
            .should()
            .onlyBeCalled()
            .byClassesThat(
                DescribedPredicate.describe(
                    "are Visibility, the view itself (the same with a later version), or read a frame that somebody else made",
                    (JavaClass caller) ->
                        caller.isEquivalentTo(Visibility.class)
                            || caller.isEquivalentTo(PresenceView.class)
                            || isGenerated(caller)));
    rule.check(presence);
  }

  /** The counts and the sample of a room are made of what {@link Visibility} has judged. */
  @Test
  void onlyTheOwnerOfARoomMakesWhatItsViewersAreTold() {
    ArchRule rule =
        constructors()
            .that()
            .areDeclaredIn(RoomPresence.class)
            .should()
            .onlyBeCalled()
            .byClassesThat(
                DescribedPredicate.describe(
                    "are the picture of a room, or read a frame that it made",
                    (JavaClass caller) ->
                        caller.getFullName().equals("io.presence.expiry.rooms.RoomPicture")
                            || isGenerated(caller)));
    rule.check(presence);
  }

  @Test
  void onlyTheStoreKnowsRedis() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.presence.store..")
        .and(areNotOfTheLocalStack())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "io.micronaut.configuration.lettuce..")
        .check(presence);
  }

  @Test
  void contractsKnowNoFrameworkButSerialisation() {
    classes()
        .that()
        .resideInAPackage("io.presence.contracts..")
        .and(
            DescribedPredicate.not(
                DescribedPredicate.describe("generated", ArchitectureTest::isGenerated)))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.presence.contracts..",
            "java..",
            "org.jspecify..",
            "io.micronaut.serde.annotation..",
            "io.micronaut.serde.config.naming..",
            "io.micronaut.core.annotation..",
            "com.fasterxml.jackson.annotation..")
        .check(presence);
  }

  @Test
  void servicesKnowEachOtherOnlyByContracts() {
    for (String service : SERVICES) {
      List<String> others = SERVICES.stream().filter(other -> !other.equals(service)).toList();
      noClasses()
          .that()
          .resideInAPackage(service)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others.toArray(String[]::new))
          .check(presence);
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.presence.(*)..").should().beFreeOfCycles().check(presence);
    for (String service :
        List.of("gateway", "heartbeat", "expiry", "graph", "lastseen", "store", "local")) {
      slices()
          .matching("io.presence." + service + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(presence);
    }
  }

  private static boolean isGenerated(JavaClass type) {
    return type.getName().contains("$Introspection")
        || type.getName().contains("$Definition")
        || type.getSimpleName().startsWith("$")
        || type.getName().matches(".*\\$\\w*(Serde|Serializer|Deserializer).*")
        || type.isAnnotatedWith(GENERATED);
  }

  private static final DescribedPredicate<com.tngtech.archunit.core.domain.JavaAnnotation<?>>
      GENERATED =
          DescribedPredicate.describe(
              "generated",
              annotation -> annotation.getRawType().getSimpleName().equals("Generated"));

  private static DescribedPredicate<JavaClass> areNotOfTheLocalStack() {
    return DescribedPredicate.describe(
        "are not of the local stack",
        type -> !type.getPackageName().startsWith("io.presence.local"));
  }
}
