package io.presence.web.limit;

/**
 * What is to be taken of a limit.
 *
 * @param owner whose bucket: a user, a device, an address
 */
public record Charge(Limit limit, String owner, int permits) {}
