@NullMarked
package io.presence.local;

import org.jspecify.annotations.NullMarked;
