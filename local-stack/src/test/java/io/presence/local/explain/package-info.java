@NullMarked
package io.presence.local.explain;

import org.jspecify.annotations.NullMarked;
