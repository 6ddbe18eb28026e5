package io.presence.lambda.heartbeat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import io.presence.lambda.FunctionContext;
import io.presence.lambda.Snapshots;
import io.presence.stream.KafkaReady;
import io.presence.stream.Outstanding;
import io.presence.trace.Tracing;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of heartbeat-function, with connections to Redis, Kafka and last-seen-persister that
 * all invocations share. When a connection has died while the process was frozen, the invocation
 * that finds out answers 503, and a gateway repeats it.
 */
final class HeartbeatService implements Snapshots.Service {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatService.class);

  /** Of a function's eight seconds; what is late is published by the owner of its shard. */
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(3);

  private static final Duration KAFKA_WITHIN = Duration.ofSeconds(3);

  /** What the collector does not take by then is exported with the next invocation, or never. */
  private static final Duration TRACED_WITHIN = Duration.ofSeconds(1);

  private final ApplicationContext context;
  private final APIGatewayV2HTTPEventFunction http;
  private final Outstanding outstanding;
  private final Tracing tracing;

  private HeartbeatService(ApplicationContext context) {
    this.context = context;
    this.http = new APIGatewayV2HTTPEventFunction(context);
    this.outstanding = context.getBean(Outstanding.class);
    this.tracing = context.getBean(Tracing.class);
  }

  static HeartbeatService start() {
    ApplicationContext context = FunctionContext.start();
    if (!context.getBean(KafkaReady.class).await(KAFKA_WITHIN)) {
      LOG.warn(
          "Kafka does not answer: changes stay in Redis until expiry-worker publishes them. Check"
              + " KAFKA_BOOTSTRAP_SERVERS, the security groups, and what the role may do");
    }
    return new HeartbeatService(context);
  }

  APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event, @Nullable Context invocation) {
    APIGatewayV2HTTPResponse response = http.handleRequest(event, invocation);
    try {
      // Whatever is on its way now would stand still with the process.
      if (!outstanding.settled(ACKNOWLEDGED_WITHIN)) {
        LOG.warn(
            "Kafka has not acknowledged all changes within {}: expiry-worker publishes them again",
            ACKNOWLEDGED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tracing.flush(TRACED_WITHIN);
    return response;
  }

  /** A heartbeat without a token, which is refused before anything is looked at. */
  @Override
  public void prime() {
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withVersion("2.0")
            .withHeaders(Map.of("content-type", "application/json"))
            .withBody("{}")
            .withRequestContext(
                RequestContext.builder()
                    .withHttp(
                        RequestContext.Http.builder()
                            .withMethod("POST")
                            .withPath("/v1/heartbeat")
                            .withSourceIp("127.0.0.1")
                            .build())
                    .build())
            .build();
    answer(event, null);
  }

  @Override
  public void close() {
    context.close();
  }
}
