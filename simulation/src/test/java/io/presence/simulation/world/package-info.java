/**
 * A run: the deployment, its people and their clients, what goes wrong, and the {@link
 * io.presence.simulation.world.Judge}, who knows what really happened and watches everything that
 * is committed, published and told.
 */
@NullMarked
package io.presence.simulation.world;

import org.jspecify.annotations.NullMarked;
