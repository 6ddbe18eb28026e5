/**
 * The simulation: all of the deployment in one thread, on virtual time, from one seed. What is real
 * and what is simulated stands in {@code docs/simulation.md}.
 */
@NullMarked
package io.presence.simulation;

import org.jspecify.annotations.NullMarked;
