/** Tests of the stream, and {@link io.presence.stream.StreamProbe} for the tests of others. */
@NullMarked
package io.presence.stream;

import org.jspecify.annotations.NullMarked;
