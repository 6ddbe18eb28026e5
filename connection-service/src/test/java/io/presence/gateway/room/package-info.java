@NullMarked
package io.presence.gateway.room;

import org.jspecify.annotations.NullMarked;
