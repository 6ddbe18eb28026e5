package io.presence.web.docs;

import io.presence.web.Problem;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For the description of a controller's endpoints: whatever they answer besides is a problem
 * document. One entry for a class of statuses, not for each: any endpoint may answer most of them,
 * and clients tell problems apart by their type.
 */
@ApiResponse(
    responseCode = "4XX",
    description =
        "Not as it stands: `type` tells what is wrong, `detail` what to do. 429 is worth repeating"
            + " after `retry_after_ms`.",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@ApiResponse(
    responseCode = "5XX",
    description = "Not now: 503 is worth repeating after `retry_after_ms`.",
    content =
        @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface AnswersProblems {}
