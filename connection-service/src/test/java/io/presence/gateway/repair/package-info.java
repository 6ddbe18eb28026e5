@NullMarked
package io.presence.gateway.repair;

import org.jspecify.annotations.NullMarked;
