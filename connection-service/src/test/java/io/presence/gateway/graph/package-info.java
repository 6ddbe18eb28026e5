@NullMarked
package io.presence.gateway.graph;

import org.jspecify.annotations.NullMarked;
