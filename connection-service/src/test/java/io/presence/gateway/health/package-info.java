@NullMarked
package io.presence.gateway.health;

import org.jspecify.annotations.NullMarked;
