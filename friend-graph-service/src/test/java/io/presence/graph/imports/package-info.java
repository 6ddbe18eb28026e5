@NullMarked
package io.presence.graph.imports;

import org.jspecify.annotations.NullMarked;
