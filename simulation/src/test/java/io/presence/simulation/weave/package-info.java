/**
 * Lets the services' classes run in the simulation as they are compiled: {@link
 * io.presence.simulation.weave.SimulationLoader} loads them and {@link
 * io.presence.simulation.weave.Weaver} replaces, in their bytecode, what would reach the real
 * world: clocks, randomness, threads, locks, waiting and sleeping, collections whose order depends
 * on the process, and the clients of Kafka and the socket. Nothing else is touched, and nothing in
 * the product knows of it.
 */
@NullMarked
package io.presence.simulation.weave;

import org.jspecify.annotations.NullMarked;
