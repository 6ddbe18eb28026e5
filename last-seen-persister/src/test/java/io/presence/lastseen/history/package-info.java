/** Tests of the history: folds without I/O, and its tables on real Postgres. */
@NullMarked
package io.presence.lastseen.history;

import org.jspecify.annotations.NullMarked;
