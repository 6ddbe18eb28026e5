package io.presence.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.presence.contracts.DeviceId;
import io.presence.contracts.RoomId;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.gateway.protocol.ClientFrame;
import io.presence.web.limit.RateLimits;
import io.presence.web.limit.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit by itself: what it counts, and whose. */
class BudgetTest {
  /** Ids of a frame: two frames are the least that can be configured. */
  private static final List<UserId> IDS =
      IntStream.range(0, 250).mapToObj(i -> new UserId("u" + i)).toList();

  @ParameterizedTest
  @EnumSource
  void countsWhatItsOwnerDoesAndNobodyElse(ClientLimit limit) {
    String setting = "presence.limits." + limit.key();
    int permits = Math.max(2, limit.least());
    RateLimits limits =
        new RateLimits(Map.of(setting, permits + "/10m")::get, new SimpleMeterRegistry());
    Budget one = budget(limits, "198.51.100.1", "ann", "phone");
    Budget same =
        switch (owner(limit)) {
          case "address" -> budget(limits, "198.51.100.1", "bob", "pad");
          case "user", "admin" -> budget(limits, "198.51.100.2", "ann", "pad");
          default -> budget(limits, "198.51.100.2", "ann", "phone");
        };
    List<Budget> others =
        switch (owner(limit)) {
          case "address" -> List.of(budget(limits, "198.51.100.2", "ann", "phone"));
          case "user", "admin" -> List.of(budget(limits, "198.51.100.1", "bob", "phone"));
          default ->
              List.of(
                  budget(limits, "198.51.100.1", "ann", "pad"),
                  budget(limits, "198.51.100.1", "bob", "phone"));
        };

    assertThat(use(limit, one)).isNull();
    assertThat(use(limit, same)).isNull();
    for (Budget spent : List.of(one, same)) {
      Refusal refusal = Objects.requireNonNull(use(limit, spent), "no refusal");
      assertThat(refusal.limit()).isEqualTo(limit);
      assertThat(refusal.message()).contains(limit.what(), permits + " in 600 s");
      assertThat(refusal.retryAfterMillis()).isPositive();
    }
    assertThat(others).allSatisfy(other -> assertThat(use(limit, other)).isNull());
  }

  private static String owner(ClientLimit limit) {
    return limit.key().substring(limit.key().lastIndexOf('-') + 1);
  }

  private static Budget budget(RateLimits limits, String address, String user, String device) {
    Budget budget = new Budget(limits, address);
    budget.belongsTo(new UserId(user), new DeviceId(device));
    return budget;
  }

  /** Does once what the limit is about. */
  private static @Nullable Refusal use(ClientLimit limit, Budget budget) {
    return switch (limit) {
      case CONNECTS_PER_ADDRESS -> budget.open();
      case CONNECTS_PER_USER, CONNECTS_PER_DEVICE -> budget.begin();
      case FRAMES_PER_ADDRESS, FRAMES_PER_USER, FRAMES_PER_DEVICE -> budget.frame();
      case STATUSES_PER_ADDRESS, STATUSES_PER_USER, STATUSES_PER_DEVICE ->
          budget.ask(
              new ClientFrame.UpdateStatus(
                  new StatusEdit(Status.BUSY, null, StatusEdit.Message.KEEP, null)));
      case SUBSCRIPTIONS_PER_ADDRESS, SUBSCRIPTIONS_PER_USER, SUBSCRIPTIONS_PER_DEVICE ->
          budget.ask(new ClientFrame.SubscribePresence(IDS));
      case ROOMS_PER_ADDRESS, ROOMS_PER_USER, ROOMS_PER_DEVICE ->
          budget.ask(new ClientFrame.SubscribeRoom(new RoomId("room")));
      case LOOKUPS_PER_ADDRESS, LOOKUPS_PER_USER, LOOKUPS_PER_DEVICE ->
          budget.ask(new ClientFrame.GetPresence(IDS));
      case CALLS_PER_ADMIN -> budget.administer();
    };
  }
}
