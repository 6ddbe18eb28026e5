/**
 * How a service runs as an AWS Lambda function: started by {@link
 * io.presence.lambda.FunctionContext} with its secrets, and closed before a snapshot and started
 * again after it by {@link io.presence.lambda.Snapshots}. What an invocation does is each
 * function's own.
 *
 * <p>Lambda gives a function one invocation at a time and freezes it in between: nothing here has a
 * thread of its own, and nothing may be left to one.
 */
@NullMarked
package io.presence.lambda;

import org.jspecify.annotations.NullMarked;
