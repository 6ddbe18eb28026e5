/**
 * Presence as people expect it, on the whole platform: statuses, devices, what an end comes to, and
 * clients without a socket. Statuses of a person are told by what a viewer of theirs is told.
 */
@NullMarked
package io.presence.endtoend.people;

import org.jspecify.annotations.NullMarked;
