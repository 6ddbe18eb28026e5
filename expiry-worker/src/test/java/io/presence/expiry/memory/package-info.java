/** How full Redis is, as a scrape sees it. */
@NullMarked
package io.presence.expiry.memory;

import org.jspecify.annotations.NullMarked;
