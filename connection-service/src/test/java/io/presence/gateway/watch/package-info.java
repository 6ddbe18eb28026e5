@NullMarked
package io.presence.gateway.watch;

import org.jspecify.annotations.NullMarked;
