/**
 * {@code GET /v1/presence/stream}: viewers who have no socket, told by server-sent events what a
 * socket would be told.
 *
 * <p>A stream is a {@link io.presence.gateway.session.Session} of this gateway and of nobody else:
 * pushes, corrections and the snapshot reach it as they reach a socket, but it is reported to
 * nobody and proves no life; a client says that by {@code POST /v1/heartbeat}. So that changes are
 * addressed to this gateway all the same, {@link io.presence.gateway.stream.Listeners} enters its
 * user in the store.
 */
@NullMarked
package io.presence.gateway.stream;

import org.jspecify.annotations.NullMarked;
