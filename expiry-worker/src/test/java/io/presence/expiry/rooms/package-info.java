/** Tests of counting rooms. */
@NullMarked
package io.presence.expiry.rooms;

import org.jspecify.annotations.NullMarked;
