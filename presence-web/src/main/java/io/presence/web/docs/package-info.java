/**
 * The description of a service's REST endpoints, as the compiler wrote it down from the code
 * ({@code /v1/openapi.yml}), and Swagger UI to read and try it ({@code /docs}). All of it comes
 * from the class path: a page of this service loads nothing from elsewhere.
 *
 * <p>Present where the service's build generates a description: that of connection-service shows
 * how.
 */
@NullMarked
package io.presence.web.docs;

import org.jspecify.annotations.NullMarked;
