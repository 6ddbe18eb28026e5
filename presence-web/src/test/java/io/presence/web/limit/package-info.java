@NullMarked
package io.presence.web.limit;

import org.jspecify.annotations.NullMarked;
