@NullMarked
package io.presence.graph.changes;

import org.jspecify.annotations.NullMarked;
