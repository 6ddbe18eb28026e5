package io.presence.local.chaos;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/**
 * How much one kind of client may read of Kafka: the brokers themselves make it wait.
 *
 * @param port of Kafka on loopback
 * @param clientId whose reading is limited
 */
record KafkaQuota(int port, String clientId) {
  private static final int TIMEOUT_SECONDS = 20;

  void set(double bytesPerSecond) throws InterruptedException {
    alter(bytesPerSecond);
  }

  void remove() throws InterruptedException {
    alter(null);
  }

  private void alter(@Nullable Double bytesPerSecond) throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port))) {
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId)),
                      List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond)))))
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka did not change the quota of " + clientId, e);
    }
  }
}
