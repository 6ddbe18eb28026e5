/**
 * Replays a real friendship graph and a real trace of people coming and going against a running
 * stack, with one real WebSocket client for each person, and checks what matters: at the end, every
 * viewer's folded picture equals the truth.
 *
 * <p>One thread paces the trace; what happens to one person happens in order, different people in
 * parallel. Reading and planning ({@link io.presence.local.replay.Trace}, {@link
 * io.presence.local.replay.Cast}) is pure; {@link io.presence.local.crowd} drives the clients and
 * counts.
 */
@NullMarked
package io.presence.local.replay;

import org.jspecify.annotations.NullMarked;
