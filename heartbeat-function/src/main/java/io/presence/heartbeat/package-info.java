@NullMarked
package io.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
