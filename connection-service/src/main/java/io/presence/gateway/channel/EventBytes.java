package io.presence.gateway.channel;

/**
 * One server-sent event, encoded.
 *
 * @param bytes whole, with the empty line behind it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EventBytes(byte[] bytes) {}
