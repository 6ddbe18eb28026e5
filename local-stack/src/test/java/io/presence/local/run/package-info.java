/** The supervisor on trivial real processes, and the pure parts of it. */
@NullMarked
package io.presence.local.run;

import org.jspecify.annotations.NullMarked;
