/**
 * What this gateway reports of its sessions: in batches to heartbeat-function, which writes them
 * down.
 *
 * <p>{@link io.presence.gateway.report.SessionReports} is the door: it knows what each report means
 * for its session. {@link io.presence.gateway.report.Ticker} notices what time makes due. Behind
 * them, {@link io.presence.gateway.report.Reporter} runs two {@link io.presence.gateway.report.Lane
 * lanes}, one for what somebody waits for or would notice, one for renewals, so that neither delays
 * the other. Each lane has one call in flight, and the next batch collects meanwhile.
 *
 * <p>Invariants: reports of one user leave a lane in the order in which they came, retries
 * included; a lane is bounded, and what it refuses is answered by whoever offered it; a report that
 * no longer matters is not sent.
 */
@NullMarked
package io.presence.gateway.report;

import org.jspecify.annotations.NullMarked;
