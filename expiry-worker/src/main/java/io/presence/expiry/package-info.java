@NullMarked
package io.presence.expiry;

import org.jspecify.annotations.NullMarked;
