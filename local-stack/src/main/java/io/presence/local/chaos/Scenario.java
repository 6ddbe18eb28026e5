package io.presence.local.chaos;

import io.presence.local.run.RedisShape;

/**
 * One thing that goes wrong.
 *
 * @param name as it is given on the command line
 * @param text for the table
 * @param redis what it happens to, or beside
 */
record Scenario(String name, String text, Fault fault, RedisShape redis) {
  /** On one Redis. */
  Scenario(String name, String text, Fault fault) {
    this(name, text, fault, RedisShape.SINGLE);
  }
}
