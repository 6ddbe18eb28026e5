/**
 * heartbeat-function as an AWS Lambda function: events of an HTTP API (payload 2.0) go to the very
 * controllers that answer on Netty, with the same security. One invocation at a time; between two
 * of them the process is frozen, so an answer is given only once Kafka has acknowledged what the
 * invocation changed.
 */
@NullMarked
package io.presence.lambda.heartbeat;

import org.jspecify.annotations.NullMarked;
