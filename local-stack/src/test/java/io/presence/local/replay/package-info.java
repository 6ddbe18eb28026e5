@NullMarked
package io.presence.local.replay;

import org.jspecify.annotations.NullMarked;
