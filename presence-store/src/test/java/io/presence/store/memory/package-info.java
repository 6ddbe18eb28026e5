/** The contract over the in-memory twin. */
@NullMarked
package io.presence.store.memory;

import org.jspecify.annotations.NullMarked;
