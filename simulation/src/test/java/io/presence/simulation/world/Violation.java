package io.presence.simulation.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invariant does not hold.
 *
 * @param invariant by its name in ARCHITECTURE.md
 * @param cause of something unexpected
 */
public record Violation(
    long seed, String invariant, String what, @Nullable Throwable cause, List<String> story) {}
