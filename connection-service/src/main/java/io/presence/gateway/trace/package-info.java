/** What a gateway adds to the traces that reach it: which of its sessions were told. */
@NullMarked
package io.presence.gateway.trace;

import org.jspecify.annotations.NullMarked;
