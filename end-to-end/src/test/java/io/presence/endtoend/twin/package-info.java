/** People who must look alike, looked at from every side. */
@NullMarked
package io.presence.endtoend.twin;

import org.jspecify.annotations.NullMarked;
