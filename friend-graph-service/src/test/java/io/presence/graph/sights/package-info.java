@NullMarked
package io.presence.graph.sights;

import org.jspecify.annotations.NullMarked;
