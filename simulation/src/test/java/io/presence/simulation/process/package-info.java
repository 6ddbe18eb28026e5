/**
 * The services as they are started: {@link io.presence.simulation.process.Wiring} makes their beans
 * by their own constructors, with the defaults of their settings.
 */
@NullMarked
package io.presence.simulation.process;

import org.jspecify.annotations.NullMarked;
