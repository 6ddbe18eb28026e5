/**
 * Lookups over HTTP, with the same visibility as on the socket: {@link
 * io.presence.gateway.lookup.Lookup} decides. Controllers run on virtual threads.
 */
@NullMarked
package io.presence.gateway.rest;

import org.jspecify.annotations.NullMarked;
