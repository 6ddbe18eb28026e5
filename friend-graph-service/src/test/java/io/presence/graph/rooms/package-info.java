@NullMarked
package io.presence.graph.rooms;

import org.jspecify.annotations.NullMarked;
