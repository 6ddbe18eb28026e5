/** The simulation's door to limits. */
@NullMarked
package io.presence.gateway.limit;

import org.jspecify.annotations.NullMarked;
