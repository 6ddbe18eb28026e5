/** The simulation's door to heartbeat-function. */
@NullMarked
package io.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
