/**
 * People: what they are called, and who may see them (privacy). A person without a row here is not
 * unknown to the product, only to this table: tokens are made elsewhere.
 */
@NullMarked
package io.presence.graph.people;

import org.jspecify.annotations.NullMarked;
