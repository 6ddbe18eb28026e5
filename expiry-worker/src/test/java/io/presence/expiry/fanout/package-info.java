/** Folding, audiences and whereabouts, on the in-memory twin of the store. */
@NullMarked
package io.presence.expiry.fanout;

import org.jspecify.annotations.NullMarked;
