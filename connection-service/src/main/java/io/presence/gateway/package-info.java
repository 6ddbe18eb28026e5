@NullMarked
package io.presence.gateway;

import org.jspecify.annotations.NullMarked;
