@NullMarked
package io.presence.gateway.socket;

import org.jspecify.annotations.NullMarked;
