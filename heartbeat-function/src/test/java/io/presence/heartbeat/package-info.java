/** Tests of the rounds, and of the service on real servers. */
@NullMarked
package io.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
