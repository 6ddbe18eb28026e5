@NullMarked
package io.presence.graph.relations;

import org.jspecify.annotations.NullMarked;
