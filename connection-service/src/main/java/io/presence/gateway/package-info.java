/**
 * connection-service: holds the sockets of clients, hears whether they live and reports it, tells
 * each viewer what they may see, and answers lookups.
 *
 * <p>One package for each thing it does; the arrows are who knows whom:
 *
 * <pre>
 * socket ──► session ──► channel        one client: frames in, answers out (protocol: their JSON)
 * stream ──►    │                       one viewer without a socket: server-sent events out
 *   │           ▲
 *   ├──► report │    what is heard of sessions, in batches to heartbeat-function
 *   ├──► lookup │    state, judged by who may see it
 * delivery ─────┤    pushes from the gateway's own partition
 * graph ────────┤    who may see whom has changed: correct what was told
 * room ─────────┤    subscriptions to rooms: their owner's counts, or the members one by one
 * repair ───────┤    what was told, compared with what is true, whatever was delivered
 * health ───────┘    what clients may rely on at the moment
 * rest, life         lookups over HTTP; being alive, being ready, going away
 * </pre>
 *
 * <p>Threads: Netty's event loops read and write sockets and never block; one platform thread for
 * each Kafka consumer; one for time ({@link io.presence.gateway.report.Ticker}); everything that
 * waits for Redis or another service runs on virtual threads. What belongs to one session is
 * guarded by that session's lock, which is never held while waiting.
 */
@NullMarked
package io.presence.gateway;

import org.jspecify.annotations.NullMarked;
