/** The simulation's tables. */
@NullMarked
package io.presence.lastseen;

import org.jspecify.annotations.NullMarked;
