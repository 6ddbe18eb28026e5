/** The contract over a real Redis, and what only a real Redis shows. */
@NullMarked
package io.presence.store.redis;

import org.jspecify.annotations.NullMarked;
