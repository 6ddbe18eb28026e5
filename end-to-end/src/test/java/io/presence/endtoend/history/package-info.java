/** Sessions of the past over all services: from sockets to what admins are told. */
@NullMarked
package io.presence.endtoend.history;

import org.jspecify.annotations.NullMarked;
