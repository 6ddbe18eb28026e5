/**
 * What one local stack keeps in its folder: where things are, its secrets, the tokens it signs, who
 * runs on it.
 */
@NullMarked
package io.presence.local.home;

import org.jspecify.annotations.NullMarked;
