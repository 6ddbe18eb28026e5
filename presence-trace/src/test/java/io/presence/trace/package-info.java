@NullMarked
package io.presence.trace;

import org.jspecify.annotations.NullMarked;
