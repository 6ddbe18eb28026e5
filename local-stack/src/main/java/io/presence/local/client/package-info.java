/**
 * A small real client of {@code presence.v1} over the JDK's WebSocket: what the demo, the replay
 * and the end-to-end tests drive. It folds what it is told into a picture, as any client would, and
 * can do what real ones do: say goodbye, sign off, lose its connection, or fall silent with the
 * connection still open.
 *
 * <p>Frames arrive on the threads of the {@link java.net.http.HttpClient}; the picture may be read
 * from any thread.
 */
@NullMarked
package io.presence.local.client;

import org.jspecify.annotations.NullMarked;
