/**
 * How many people are told of somebody's changes, and whether that is too many to push to: {@code
 * pull_only} holds those whose contacts are more than {@link
 * io.presence.graph.audiences.PushLimit}. It is kept by whoever relays changes of contacts, after
 * they are committed; every answer about audiences and sights goes by it, so that all gateways and
 * workers agree on who is pushed.
 *
 * <p>Counted are contacts, whatever they may see: so whether somebody is live tells nobody who has
 * blocked whom (Non-interference).
 */
@NullMarked
package io.presence.graph.audiences;

import org.jspecify.annotations.NullMarked;
