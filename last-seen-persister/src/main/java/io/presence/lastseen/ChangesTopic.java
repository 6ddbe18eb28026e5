package io.presence.lastseen;

import io.micronaut.configuration.kafka.config.KafkaConsumerConfiguration;
import io.presence.contracts.Topics;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Opens consumers of {@code presence.changes}: settings from {@code kafka.*} and {@code
 * kafka.consumers.last-seen-persister.*}, except those that the promise "nothing is lost" needs.
 */
@Singleton
final class ChangesTopic {
  static final String GROUP = "last-seen-persister";

  private final KafkaConsumerConfiguration<?, ?> configuration;

  ChangesTopic(@Named(GROUP) KafkaConsumerConfiguration<?, ?> configuration) {
    this.configuration = configuration;
  }

  /** A member of the group, for one thread, which closes it. */
  Consumer<byte[], byte[]> subscribe(ConsumerRebalanceListener listener) {
    Properties properties = new Properties();
    properties.putAll(configuration.getConfig());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // Values stay bytes: a record that cannot be parsed is one record less, not an exception of
    // poll().
    var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(Topics.PRESENCE_CHANGES), listener);
    return consumer;
  }
}
