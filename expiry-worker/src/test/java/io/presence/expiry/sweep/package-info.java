/** The schedule, without threads or time. */
@NullMarked
package io.presence.expiry.sweep;

import org.jspecify.annotations.NullMarked;
