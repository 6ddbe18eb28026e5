/** The place of rooms and their members, which this version does not offer. */
@NullMarked
package io.presence.graph.rooms;

import org.jspecify.annotations.NullMarked;
