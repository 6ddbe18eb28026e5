package io.presence.gateway.stream;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.channel.EventBytes;
import io.presence.gateway.life.Gate;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.limit.ClientBound;
import io.presence.gateway.rest.UserIds;
import io.presence.web.ProblemException;
import io.presence.web.Tokens;
import io.presence.web.Tokens.Verified;
import io.presence.web.docs.AnswersProblems;
import io.presence.web.limit.Bounds;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** {@code /v1/presence/stream}: server-sent events, for clients that cannot hold a socket. */
@Tag(name = "presence")
@AnswersProblems
@Controller("/v1/presence/stream")
@Secured(SecurityRule.IS_AUTHENTICATED)
class StreamController {
  private static final long FULL_RETRY_MILLIS = 5_000;

  private final Streams streams;
  private final Listeners listeners;
  private final StreamSettings settings;
  private final Gate gate;
  private final Channels channels;
  private final Budgets budgets;
  private final Bounds bounds;

  StreamController(
      Streams streams,
      Listeners listeners,
      StreamSettings settings,
      Gate gate,
      Channels channels,
      Budgets budgets,
      Bounds bounds) {
    this.bounds = bounds;
    this.streams = streams;
    this.listeners = listeners;
    this.settings = settings;
    this.gate = gate;
    this.channels = channels;
    this.budgets = budgets;
  }

  /**
   * The caller's contacts and every change of them: a snapshot, its last event marked, then what is
   * newer. Each connection begins with a fresh one. It does not show the caller online: {@code POST
   * /v1/heartbeat} does.
   *
   * @param watch {@code contacts}, or {@code subscriptions} to be told of {@code user_ids} only
   * @param userIds people besides, contacts or not, joined by commas; told after the snapshot
   */
  @Get
  @Produces(MediaType.TEXT_EVENT_STREAM)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(mediaType = MediaType.TEXT_EVENT_STREAM, schema = @Schema(type = "string")))
  HttpResponse<Publisher<EventBytes>> stream(
      HttpRequest<?> request,
      @Parameter(required = false) @QueryValue(defaultValue = "contacts") String watch,
      @QueryValue("user_ids") @Nullable String userIds) {
    Verified token =
        request
            .getUserPrincipal(Authentication.class)
            .flatMap(Tokens::verified)
            .orElseThrow(() -> ProblemException.unauthorized("the token is not accepted"));
    boolean full = channels.areFull();
    if (full) {
      bounds.refused(ClientBound.CONNECTIONS_PER_GATEWAY);
    }
    if (full || !gate.isOpen()) {
      throw ProblemException.unavailable(
          "this gateway takes no clients right now: it is starting, going away, or full");
    }
    Budget budget = budgets.of(request, token.caller().userId());
    Budgets.require(budget.open());
    Budgets.require(budget.begin());
    Stream.Wanted wanted =
        new Stream.Wanted(watch(watch), userIds == null ? List.of() : UserIds.parse(userIds));
    Budgets.require(budget.subscribe(wanted.subjects().size()));
    if (!listeners.reserve(token.caller().userId(), settings.maxStreams())) {
      bounds.refused(ClientBound.STREAMS_PER_USER);
      throw ProblemException.tooMany(
          "a user may have at most %d streams: close one".formatted(settings.maxStreams()),
          FULL_RETRY_MILLIS);
    }
    return HttpResponse.<Publisher<EventBytes>>ok(open(request, token, wanted))
        .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        // Not compressed: that would cost each stream more than its events ever weigh.
        .header(HttpHeaders.CONTENT_ENCODING, "identity")
        // nginx would collect events otherwise.
        .header("X-Accel-Buffering", "no");
  }

  /** What was reserved is the stream's from here on, which gives it back when it ends. */
  private Publisher<EventBytes> open(HttpRequest<?> request, Verified token, Stream.Wanted wanted) {
    try {
      return streams.open(request, token, wanted);
    } catch (RuntimeException e) {
      listeners.release(token.caller().userId());
      throw e;
    }
  }

  private static Watch watch(String word) {
    try {
      return Watch.ofWord(word);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
