/** Secrets, tokens and what is written down of a running stack. */
@NullMarked
package io.presence.local.home;

import org.jspecify.annotations.NullMarked;
