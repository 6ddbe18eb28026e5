package io.presence.lambda.lastseen;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import io.presence.lambda.Snapshots;
import org.jspecify.annotations.Nullable;

/** The handler that Lambda is told of. What it throws makes Lambda bring the batch again. */
public final class LastSeenFunction implements RequestHandler<KafkaEvent, @Nullable Void> {
  private final Snapshots<LastSeenService> snapshots = Snapshots.start(LastSeenService::start);

  @Override
  public @Nullable Void handleRequest(KafkaEvent event, Context context) {
    snapshots.service().write(event);
    return null;
  }
}
