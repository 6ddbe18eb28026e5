@NullMarked
package io.presence.graph;

import org.jspecify.annotations.NullMarked;
