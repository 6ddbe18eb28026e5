@NullMarked
package io.presence.gateway.life;

import org.jspecify.annotations.NullMarked;
