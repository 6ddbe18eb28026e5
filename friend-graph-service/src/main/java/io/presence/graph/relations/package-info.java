/**
 * How two people stand to each other: contacts (both agreed, or an admin said so), requests to
 * become contacts, and blocks (one hides from the other, both ways).
 *
 * <p>Nothing here tells a caller whether the other person exists, has blocked them or has declined
 * (invariant Non-interference): a request and a block are stored and answered alike for any id, and
 * names are shown of contacts and of people who asked, of nobody else.
 */
@NullMarked
package io.presence.graph.relations;

import org.jspecify.annotations.NullMarked;
