@NullMarked
package io.presence.gateway.lookup;

import org.jspecify.annotations.NullMarked;
