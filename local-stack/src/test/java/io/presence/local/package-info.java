/** The command line: what it prints and what it refuses. */
@NullMarked
package io.presence.local;

import org.jspecify.annotations.NullMarked;
