/**
 * Who may see whom, and what of them: the questions of the other services on {@code /internal}. SQL
 * fetches the facts of how two people stand to each other; {@link
 * io.presence.contracts.Visibility#decide} alone decides what follows from them. Reads only, one
 * statement for each answer.
 */
@NullMarked
package io.presence.graph.sights;

import org.jspecify.annotations.NullMarked;
