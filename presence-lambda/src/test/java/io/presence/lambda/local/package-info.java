/**
 * Lambda on this machine, for tests: Lambda's own Java runtime in a JVM of its own, with nothing of
 * the function but its zip, against the HTTP interface that it expects of its surroundings.
 */
@NullMarked
package io.presence.lambda.local;

import org.jspecify.annotations.NullMarked;
