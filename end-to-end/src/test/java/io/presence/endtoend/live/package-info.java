/**
 * One stack for all tests of this module, started when the first of them asks ({@link
 * io.presence.endtoend.live.SharedStack}), and clients that hide nothing: {@link
 * io.presence.endtoend.live.Wire} keeps every byte of a socket as it came, {@link
 * io.presence.endtoend.live.Rest} every answer.
 *
 * <p>Threads: each socket is read by a virtual thread of its own, which takes the time of a frame
 * before it looks at it; callers block on virtual threads or on that of their test.
 *
 * <p>Invariant: tests share the stack and nothing else. Each names its people with a prefix of its
 * own, so that none sees another's.
 */
@NullMarked
package io.presence.endtoend.live;

import org.jspecify.annotations.NullMarked;
