package io.presence.simulation.world;

import io.presence.contracts.Sight;

/**
 * A REST call has returned after which a viewer may see no more than this of a subject.
 *
 * @param sinceMillis when it returned, by the store's clock
 */
record Bound(Sight sight, long sinceMillis) {}
