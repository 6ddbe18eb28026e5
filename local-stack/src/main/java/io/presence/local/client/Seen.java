package io.presence.local.client;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.contracts.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * What a client was last told of somebody.
 *
 * @param lastSeen or null
 * @param version newer wins
 * @param pushed told unasked by {@code presence_updated}, not by a snapshot or a lookup
 * @param atNanos {@link System#nanoTime} when the frame arrived
 */
public record Seen(
    UserId subject,
    VisibleStatus status,
    @Nullable WireTime lastSeen,
    long version,
    boolean pushed,
    long atNanos) {}
