/**
 * The JSON of {@code presence.v1}: what a client's message says, or why it says nothing ({@link
 * io.presence.gateway.protocol.FrameReader}), and frames as bytes ({@link
 * io.presence.gateway.protocol.FrameWriter}). Pure: no sockets, no state; safe on any thread.
 */
@NullMarked
package io.presence.gateway.protocol;

import org.jspecify.annotations.NullMarked;
