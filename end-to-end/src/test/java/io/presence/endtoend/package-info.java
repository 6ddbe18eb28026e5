/**
 * What no module can show alone: the rules of the architecture over all of them, and every service
 * from its jar on real servers, with real sockets.
 */
@NullMarked
package io.presence.endtoend;

import org.jspecify.annotations.NullMarked;
