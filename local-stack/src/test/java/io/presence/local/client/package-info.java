@NullMarked
package io.presence.local.client;

import org.jspecify.annotations.NullMarked;
