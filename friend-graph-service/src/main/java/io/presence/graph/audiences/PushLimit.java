package io.presence.graph.audiences;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large an audience may be to be pushed to.
 *
 * @param pushLimit {@code PRESENCE_PUSH_LIMIT}: contacts of one person who are told of their
 *     changes unasked. Of whoever has more, only those are told who have subscribed; the others
 *     ask. Counted anew at the first start with another value
 */
@ConfigurationProperties("presence")
public record PushLimit(@Bindable(defaultValue = "5000") int pushLimit) {
  public PushLimit {
    if (pushLimit < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_PUSH_LIMIT must be at least 1, got " + pushLimit);
    }
  }
}
