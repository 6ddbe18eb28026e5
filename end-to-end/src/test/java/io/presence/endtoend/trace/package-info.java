/**
 * A change, followed by its trace from the client that made it to each that saw it: what services
 * export is received as a collector receives it ({@link io.presence.endtoend.live.Collector}).
 */
@NullMarked
package io.presence.endtoend.trace;

import org.jspecify.annotations.NullMarked;
