package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What a person changes about their own status; already validated.
 *
 * @param status null leaves the status; online clears a hand-set one; offline signs the session's
 *     device off
 * @param expiresAt when the status ends, epoch milliseconds; null for never. Only with busy, away
 *     or invisible
 * @param message whether to leave, set or clear the message
 * @param customMessage the new message, only with {@link Message#SET}
 * @param messageExpiresAt when the message ends, epoch milliseconds; null for never. Only with
 *     {@link Message#SET}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusEdit(
    @Nullable Status status,
    @Nullable Long expiresAt,
    Message message,
    @Nullable String customMessage,
    @Nullable Long messageExpiresAt) {

  /** What happens to the message. */
  @Serdeable
  public enum Message {
    KEEP,
    SET,
    CLEAR
  }

  /** Read from JSON: the other constructor is for code. */
  @JsonCreator
  public StatusEdit {
    if (expiresAt != null
        && (status == null || status == Status.ONLINE || status == Status.OFFLINE)) {
      throw new IllegalArgumentException("expires_at needs one of away, busy, dnd, invisible");
    }
    if ((message == Message.SET) != (customMessage != null)) {
      throw new IllegalArgumentException("a message is given exactly when it is set");
    }
    if (messageExpiresAt != null && message != Message.SET) {
      throw new IllegalArgumentException("message_expires_at needs a custom_message");
    }
    if (customMessage != null
        && customMessage.codePointCount(0, customMessage.length())
            > HandSet.MAX_MESSAGE_CODE_POINTS) {
      throw new IllegalArgumentException(
          "custom_message must have at most %d characters, got %d"
              .formatted(
                  HandSet.MAX_MESSAGE_CODE_POINTS,
                  customMessage.codePointCount(0, customMessage.length())));
    }
  }

  /** With a message that does not end by itself. */
  public StatusEdit(
      @Nullable Status status,
      @Nullable Long expiresAt,
      Message message,
      @Nullable String customMessage) {
    this(status, expiresAt, message, customMessage, null);
  }

  /**
   * What is set by hand after this edit. Signing off leaves it: it counts again when the person
   * returns.
   */
  public HandSet applyTo(HandSet hand) {
    String newMessage =
        switch (message) {
          case KEEP -> hand.customMessage();
          case SET -> customMessage;
          case CLEAR -> null;
        };
    Long newExpiry = message == Message.KEEP ? hand.messageExpiresAt() : messageExpiresAt;
    if (status == null || status == Status.OFFLINE) {
      return new HandSet(hand.status(), hand.expiresAt(), newMessage, newExpiry);
    }
    return status == Status.ONLINE
        ? new HandSet(null, null, newMessage, newExpiry)
        : new HandSet(status, expiresAt, newMessage, newExpiry);
  }
}
