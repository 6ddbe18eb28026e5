/**
 * Fans changes out: one delivery per changed person, living gateway and view class, to those who
 * may see the person.
 *
 * <p>One thread reads {@code presence.changes} and stays in the group whatever happens; another
 * works on one batch at a time, and only when Kafka has all its deliveries are its offsets
 * committed (at least once; receivers drop what is not newer). Who may see a person is asked after
 * the change was read, so after it was committed, and by a graph version that was read then
 * (invariant Read-your-privacy-writes): without an answer of the store or the friend graph the
 * batch waits, nobody is told by an older answer.
 */
@NullMarked
package io.presence.expiry.fanout;

import org.jspecify.annotations.NullMarked;
