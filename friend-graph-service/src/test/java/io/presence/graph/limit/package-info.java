@NullMarked
package io.presence.graph.limit;

import org.jspecify.annotations.NullMarked;
