/** Rooms, as members of them see them. */
@NullMarked
package io.presence.endtoend.room;

import org.jspecify.annotations.NullMarked;
