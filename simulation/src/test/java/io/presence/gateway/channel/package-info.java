/** A socket of the simulation. */
@NullMarked
package io.presence.gateway.channel;

import org.jspecify.annotations.NullMarked;
