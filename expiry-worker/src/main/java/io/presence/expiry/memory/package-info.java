/**
 * How full Redis is. The store knows how to ask; here it is asked now and then, on a thread of its
 * own, and what it said last is what a scrape sees. A node that does not answer has no figures.
 */
@NullMarked
package io.presence.expiry.memory;

import org.jspecify.annotations.NullMarked;
