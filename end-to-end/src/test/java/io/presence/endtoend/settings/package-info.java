/** The table of settings in docs/configuration.md, made from the code. */
@NullMarked
package io.presence.endtoend.settings;

import org.jspecify.annotations.NullMarked;
