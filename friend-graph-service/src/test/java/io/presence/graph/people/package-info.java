@NullMarked
package io.presence.graph.people;

import org.jspecify.annotations.NullMarked;
