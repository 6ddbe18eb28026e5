@NullMarked
package io.presence.gateway.admin;

import org.jspecify.annotations.NullMarked;
