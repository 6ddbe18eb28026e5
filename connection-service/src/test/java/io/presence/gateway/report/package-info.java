@NullMarked
package io.presence.gateway.report;

import org.jspecify.annotations.NullMarked;
