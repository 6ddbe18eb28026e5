/** The simulation's door to the protocol. */
@NullMarked
package io.presence.gateway.socket;

import org.jspecify.annotations.NullMarked;
