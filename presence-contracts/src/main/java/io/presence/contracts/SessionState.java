package io.presence.contracts;

/**
 * What merging needs to know of one session in the registry.
 *
 * @param device whose session it is
 * @param deviceType of that device
 * @param activeAt when the person last did something on it, epoch milliseconds
 */
public record SessionState(DeviceId device, DeviceType deviceType, long activeAt) {}
