/** The contract of the store, as suites of rules that both implementations run. */
@NullMarked
package io.presence.store;

import org.jspecify.annotations.NullMarked;
