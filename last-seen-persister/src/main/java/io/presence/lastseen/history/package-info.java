/**
 * Sessions of the past, and what a day was like: for analytics, for admins and support only.
 *
 * <pre>
 * LastSeenTable ─(its transaction)─► SessionHistory ─► session_open, session_history
 *                                                          ▲            ▲ partitions by day
 * HistoryKeeper ─(every minute)─► DayFigures, StaleSessions ┘            └── Partitions
 * GET /v1/analytics/… ─► AnalyticsController ─► HistoryReader
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A session is named by user, session id and its beginning. How it ended is written once;
 *       only an end that nobody told ({@code unknown}) gives way to one that somebody did. So the
 *       same record again, and records in another order, change nothing.
 *   <li>{@code session_open} is the list of the person's newest change, by the version rule of
 *       {@code last_seen} and under the same lock.
 *   <li>History never costs anybody their last seen: what falls out of the partitions is counted
 *       and left out.
 *   <li>No statement here holds a lock that {@code last_seen} waits for longer than {@link
 *       io.presence.lastseen.history.Partitions#LOCK_TIMEOUT}.
 * </ul>
 */
@NullMarked
package io.presence.lastseen.history;

import org.jspecify.annotations.NullMarked;
