package io.presence.graph.changes;

import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.Topics;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Publishes to {@link Topics#GRAPH_CHANGES}. */
@KafkaClient(id = "graph")
interface GraphChangesTopic {
  /** Completes when all replicas in sync have the record. May block while Kafka is away. */
  @Topic(Topics.GRAPH_CHANGES)
  CompletableFuture<RecordMetadata> publish(@KafkaKey String userId, GraphChanged change);
}
