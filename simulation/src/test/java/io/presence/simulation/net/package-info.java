/**
 * The network between processes, and what goes wrong with it: {@link
 * io.presence.simulation.net.Weather} says what does at the moment, {@link
 * io.presence.simulation.net.Calls} is HTTP, {@link io.presence.simulation.net.StoreLine} the line
 * to Redis.
 */
@NullMarked
package io.presence.simulation.net;

import org.jspecify.annotations.NullMarked;
