/**
 * Many people at once, each a real WebSocket client that moves as it is told, and the comparison
 * that matters: what each of them was told of each friend, against what the friend means to be.
 *
 * <p>What happens to one person happens in order, on a virtual thread of theirs; different people
 * in parallel. {@link io.presence.local.crowd.Crowd} holds them and their connections, {@link
 * io.presence.local.crowd.Tally} counts, {@link io.presence.local.crowd.Verdict} compares.
 */
@NullMarked
package io.presence.local.crowd;

import org.jspecify.annotations.NullMarked;
