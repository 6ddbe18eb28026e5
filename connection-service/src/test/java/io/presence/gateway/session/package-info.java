@NullMarked
package io.presence.gateway.session;

import org.jspecify.annotations.NullMarked;
