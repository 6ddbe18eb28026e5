/**
 * Breaks a real stack on purpose and shows what its users saw: {@code ./presence chaos}.
 *
 * <p>{@link io.presence.local.chaos.Scenarios} lists what is broken, {@link
 * io.presence.local.chaos.Experiment} plays one of them on a crowd that keeps coming and going and
 * compares all pictures with the truth, {@link io.presence.local.chaos.Chaos} runs them one after
 * the other and prints the table.
 */
@NullMarked
package io.presence.local.chaos;

import org.jspecify.annotations.NullMarked;
