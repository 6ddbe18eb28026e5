@NullMarked
package io.presence.gateway.limit;

import org.jspecify.annotations.NullMarked;
