@org.jspecify.annotations.NullMarked
package io.presence.lambda.heartbeat;
