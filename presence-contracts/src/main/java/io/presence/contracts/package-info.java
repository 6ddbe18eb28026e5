/**
 * The vocabulary of Presence: ids, statuses, reports, changes, frames and topics, and the two rules
 * everything else rests on — how a person's devices merge into one status ({@link
 * io.presence.contracts.Merge}) and what a viewer may see of it ({@link
 * io.presence.contracts.Visibility}).
 *
 * <p>Records and pure functions only: no I/O, no clock, no framework beyond serialisation
 * annotations. Everything here is immutable and safe to share between threads. What crosses a
 * process is defined here once; JSON is in snake case, and records only ever grow (unknown fields
 * are ignored).
 */
@NullMarked
package io.presence.contracts;

import org.jspecify.annotations.NullMarked;
