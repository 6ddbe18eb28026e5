package io.presence.expiry.fanout;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Makes the consumer: {@code kafka.*} of the service, and what ownership and at-least-once need. A
 * dead worker's shards have a new owner after the session time-out, and a topic that is made later
 * is found within the metadata age.
 */
@Singleton
final class ConsumerProperties {
  private final KafkaDefaultConfiguration kafka;
  private final FanOutSettings settings;

  ConsumerProperties(KafkaDefaultConfiguration kafka, FanOutSettings settings) {
    this.kafka = kafka;
    this.settings = settings;
  }

  KafkaConsumer<String, byte[]> newConsumer() {
    Properties properties = new Properties();
    properties.putAll(kafka.getConfig());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000");
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "2000");
    // Owners keep their shards, and go on, while one more worker comes or goes.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
