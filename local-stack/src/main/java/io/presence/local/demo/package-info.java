/**
 * Three people on two gateways in one terminal, one of them unplugged: what the product does, with
 * the measured times.
 */
@NullMarked
package io.presence.local.demo;

import org.jspecify.annotations.NullMarked;
