package io.presence.local.chaos;

/**
 * One thing that goes wrong.
 *
 * @param name as it is given on the command line
 * @param text for the table
 */
record Scenario(String name, String text, Fault fault) {}
