@NullMarked
package io.presence.contracts;

import org.jspecify.annotations.NullMarked;
