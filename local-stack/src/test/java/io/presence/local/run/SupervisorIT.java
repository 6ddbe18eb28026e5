package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.servers.FreePorts;
import io.presence.local.servers.Ready;
import io.presence.local.servers.ServerProcess.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisorIT {
  private final List<Integer> ports = FreePorts.find(3);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Home home = new Home(Path.of(""), Path.of(""));
  private Supervisor supervisor = supervisor(Duration.ofSeconds(10));

  @BeforeEach
  void newHome(@TempDir Path folder) {
    home = new Home(folder, folder.resolve(".presence"));
    supervisor = supervisor(Duration.ofSeconds(10));
  }

  @AfterEach
  void leaveNothing() {
    supervisor.stop();
  }

  private Supervisor supervisor(Duration grace) {
    return new Supervisor(
        home, new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), false), grace);
  }

  @Test
  void startsTierByTierSaysSoWritesItDownAndStopsAll() {
    List<String> order = new ArrayList<>();
    Component server =
        fake("server", Component.Tier.SERVER, 0, "ready", () -> order.add("server is ready"));
    Component gateway =
        fake("gateway", Component.Tier.GATEWAY, 1, "ready", () -> order.add("gateway is ready"));
    supervisor.start(List.of(gateway, server));

    assertThat(order).containsExactly("server is ready", "gateway is ready");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("server +ready in")
        .containsPattern("gateway +ready in");
    var members = Instance.read(home).members();
    assertThat(members)
        .extracting(Instance.Member::name)
        .containsExactlyInAnyOrder("server", "gateway");
    assertThat(members).allSatisfy(member -> assertThat(member.process()).isPresent());

    assertThat(supervisor.stop()).isEmpty();
    assertThat(members).allSatisfy(member -> assertThat(member.process()).isEmpty());
  }

  @Test
  void aComponentThatFailsAtStartIsNamedWithTheLinesThatMatter() {
    Component broken = fake("broken-service", Component.Tier.SERVICE, 0, "broken", () -> {});
    Component fine = fake("fine", Component.Tier.SERVICE, 1, "ready", () -> {});
    assertThatThrownBy(() -> supervisor.start(List.of(fine, broken)))
        .isInstanceOf(ComponentFailed.class)
        .hasMessage("broken-service ended by itself with exit code 7 while starting");
    assertThat(LogExcerpt.of(home.log("broken-service")))
        .containsExactly("ERROR the setting X must be positive, got -1");
  }

  @Test
  void aComponentThatCannotBePreparedIsNamed() {
    Component component =
        new Component(
            "postgres",
            Component.Tier.SERVER,
            ports.getFirst(),
            () -> {
              throw new IllegalStateException("the disk is full");
            },
            List.of("true"),
            Map.of(),
            StopSignal.TERM,
            () -> true,
            () -> {});
    assertThatThrownBy(() -> supervisor.start(List.of(component)))
        .isInstanceOf(ComponentFailed.class)
        .hasMessageStartingWith("postgres cannot be started")
        .hasMessageContaining("the disk is full");
  }

  @Test
  void aComponentThatDiesLaterEndsTheWait() {
    supervisor.start(List.of(fake("mortal", Component.Tier.SERVICE, 0, "ready", () -> {})));
    assertThat(Ready.http(ports.getFirst(), "/die")).isZero();
    assertThat(supervisor.awaitFailure()).hasMessage("mortal ended by itself with exit code 9");
  }

  @Test
  void aComponentThatIsKilledLaterIsReportedWithTheSignal() {
    supervisor.start(List.of(fake("mortal", Component.Tier.SERVICE, 0, "ready", () -> {})));
    Instance.read(home).members().getFirst().process().orElseThrow().destroyForcibly();
    assertThat(supervisor.awaitFailure()).hasMessage("mortal was ended by signal 9");
  }

  @Test
  void aComponentThatDoesNotStopIsKilledAfterTheGraceAndNamed() {
    supervisor = supervisor(Duration.ofMillis(500));
    supervisor.start(List.of(fake("deaf", Component.Tier.SERVICE, 0, "deaf", () -> {})));
    assertThat(supervisor.stop()).containsExactly("deaf");
    assertThat(Instance.read(home).members())
        .allSatisfy(member -> assertThat(member.process()).isEmpty());
  }

  private Component fake(
      String name, Component.Tier tier, int portIndex, String kind, Runnable furnish) {
    int port = ports.get(portIndex);
    return new Component(
        name,
        tier,
        port,
        () -> {},
        Fake.command(kind, Integer.toString(port)),
        Map.of(),
        StopSignal.TERM,
        () -> Ready.http(port, "/") == 200,
        furnish);
  }
}
