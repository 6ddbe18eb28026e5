/** The servers start, answer, and can be replaced by those that the environment names. */
@NullMarked
package io.presence.local.servers;

import org.jspecify.annotations.NullMarked;
