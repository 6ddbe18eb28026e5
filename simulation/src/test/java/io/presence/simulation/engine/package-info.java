/**
 * Time and threads of the simulation: one {@link io.presence.simulation.engine.Scheduler} with a
 * virtual clock, on one real thread. A {@link io.presence.simulation.engine.Machine} is a process
 * that can be killed or frozen, a {@link io.presence.simulation.engine.Fiber} one of its threads: a
 * continuation, which leaves the real thread whenever it waits.
 *
 * <p>Everything random comes from the scheduler's one source, and nothing happens beside its queue:
 * the same seed gives the same run.
 */
@NullMarked
package io.presence.simulation.engine;

import org.jspecify.annotations.NullMarked;
