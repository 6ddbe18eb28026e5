/**
 * Being a gateway: which incarnation this is, when it may take clients, that it lives, and how it
 * goes away.
 */
@NullMarked
package io.presence.gateway.life;

import org.jspecify.annotations.NullMarked;
