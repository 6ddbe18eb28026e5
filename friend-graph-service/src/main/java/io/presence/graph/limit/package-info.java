/**
 * How often the friend graph may be asked and edited. An edit costs a transaction in Postgres,
 * raised versions in Redis and records for every gateway, so none is free: {@link
 * io.presence.graph.limit.CallFilter} holds every call of a client to {@link
 * io.presence.graph.limit.GraphLimit}, whichever controller answers it.
 */
@NullMarked
package io.presence.graph.limit;

import org.jspecify.annotations.NullMarked;
