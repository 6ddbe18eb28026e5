/**
 * How every HTTP service of Presence behaves alike, so that no service decides it for itself: who
 * is asking ({@link io.presence.web.Caller}, from a verified token and nothing else), how services
 * know each other ({@link io.presence.web.ServiceKey} on {@code /internal}), how errors look (RFC
 * 9457 problem documents), and where health and metrics are found. No service logic lives here.
 */
@NullMarked
package io.presence.web;

import org.jspecify.annotations.NullMarked;
