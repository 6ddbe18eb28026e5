/**
 * Bad input, seeded and bounded: frames and requests that are nearly right, quite wrong, or no
 * frames and requests at all. The generator ({@link io.presence.endtoend.fuzz.Junk}) knows the
 * structure, so that what it breaks lies deep enough.
 *
 * <p>{@code -Dpresence.seed=N} begins with another seed, {@code -Dpresence.fuzz.rounds=N} plays
 * more of them.
 */
@NullMarked
package io.presence.endtoend.fuzz;

import org.jspecify.annotations.NullMarked;
