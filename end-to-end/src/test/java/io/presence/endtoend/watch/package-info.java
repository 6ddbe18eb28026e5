/** Explicit watching and very large audiences, over all services. */
@NullMarked
package io.presence.endtoend.watch;

import org.jspecify.annotations.NullMarked;
