/** The race between a change of privacy and a change of presence, many times over. */
@NullMarked
package io.presence.endtoend.race;

import org.jspecify.annotations.NullMarked;
