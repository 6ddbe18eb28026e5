@NullMarked
package io.presence.graph.audiences;

import org.jspecify.annotations.NullMarked;
