/**
 * last-seen-persister's fold as an AWS Lambda function: Lambda reads {@code presence.changes},
 * hands over a batch at a time, and commits its offsets when the function has returned. Questions
 * for what is kept, and the upkeep of its tables, still need last-seen-persister itself.
 */
@NullMarked
package io.presence.lambda.lastseen;

import org.jspecify.annotations.NullMarked;
