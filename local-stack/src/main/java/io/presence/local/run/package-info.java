/**
 * Runs the local stack: which components there are and how each is started ({@link
 * io.presence.local.run.Components}), and a supervisor that starts them in order, watches them and
 * stops them in reverse.
 *
 * <p>The supervisor starts components on virtual threads, one each; its state is guarded by itself,
 * because a signal may ask it to stop at any moment, on the thread of the JVM's shutdown hook. A
 * component that ends by itself ends the whole stack: nothing is restarted, so that a failure is
 * seen.
 */
@NullMarked
package io.presence.local.run;

import org.jspecify.annotations.NullMarked;
