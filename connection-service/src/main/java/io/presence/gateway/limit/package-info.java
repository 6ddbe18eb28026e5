/**
 * What one client may ask of this gateway, by user, device and address: {@link
 * io.presence.gateway.limit.ClientLimit} lists the limits, a {@link
 * io.presence.gateway.limit.Budget} holds one client to them. Sizes of frames and the rate of one
 * socket are limited by the channel itself. Nothing here blocks.
 */
@NullMarked
package io.presence.gateway.limit;

import org.jspecify.annotations.NullMarked;
