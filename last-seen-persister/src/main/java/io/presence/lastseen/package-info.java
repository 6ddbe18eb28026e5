/**
 * last-seen-persister: keeps in Postgres when people were last seen and what they have set by hand,
 * so that both outlive Redis.
 *
 * <pre>
 * presence.changes ─► ChangesConsumer ─► Fold ──(every 5 s or 5,000 people)──► LastSeenTable ─► dead letters ─► commit offsets
 *                                         ▲                                        ▲
 * GET /internal/v1/last-seen ─► Lookup ───┴────────────────────────────────────────┘
 * </pre>
 *
 * <p>Sessions of the past are written in the same transaction: see {@link
 * io.presence.lastseen.history}.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li><b>Last seen never goes backwards</b>, whatever order, however often and by however many
 *       instances changes are written: {@link io.presence.lastseen.Kept#and} decides in memory,
 *       {@link io.presence.lastseen.LastSeenTable} by the same rule in SQL.
 *   <li>Nothing that Kafka has acknowledged is missing after a crash: offsets are committed only
 *       after the rows, and after what cannot be read lies among the dead letters.
 *   <li>Memory is bounded: by one fold and one poll.
 * </ul>
 *
 * <p>Threads: one thread consumes and writes; questions are answered on virtual threads. The fold
 * is all that they share.
 */
@NullMarked
package io.presence.lastseen;

import org.jspecify.annotations.NullMarked;
