@NullMarked
package io.presence.web;

import org.jspecify.annotations.NullMarked;
