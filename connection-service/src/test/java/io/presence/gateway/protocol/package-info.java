@NullMarked
package io.presence.gateway.protocol;

import org.jspecify.annotations.NullMarked;
