@NullMarked
package io.presence.gateway.delivery;

import org.jspecify.annotations.NullMarked;
