@NullMarked
package io.presence.graph.audit;

import org.jspecify.annotations.NullMarked;
