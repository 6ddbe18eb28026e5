package io.presence.web.limit;

/**
 * A limit is reached.
 *
 * @param message for the client: names the limit
 * @param retryAfterMillis when asking again would be admitted, at least 1
 */
public record Refusal(Limit limit, String message, long retryAfterMillis) {}
