/** {@code ./presence explain}: asks a gateway why, and prints its answer for people. */
@NullMarked
package io.presence.local.explain;

import org.jspecify.annotations.NullMarked;
