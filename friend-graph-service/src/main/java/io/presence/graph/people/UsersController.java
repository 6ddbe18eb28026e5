package io.presence.graph.people;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.Precondition;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/users/{id}}: what a person is called. */
@Tag(name = "users")
@AnswersProblems
@Controller("/v1/users/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class UsersController {
  private final PersonRows people;
  private final Profiles profiles;

  UsersController(PersonRows people, Profiles profiles) {
    this.people = people;
    this.profiles = profiles;
  }

  /**
   * A profile, with its {@code ETag}. 404 if there is none.
   *
   * @return the profile
   */
  @Get
  HttpResponse<Person> user(@Parameter(hidden = true) Caller caller, UserId id) {
    caller.requireMayRead(id);
    return people
        .findByUserId(id)
        .map(UsersController::answer)
        .orElseThrow(() -> ProblemException.notFound("user " + id + " has no profile"));
  }

  /**
   * Writes the whole profile. Idempotent. With {@code If-Match} only if nobody has changed the
   * profile since it was read, with {@code If-None-Match: *} only if there is none; with neither
   * the last write wins.
   *
   * @return the profile as it is now
   */
  @Put
  HttpResponse<Person> putUser(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      @Body Profile profile) {
    caller.requireMayEdit(id);
    Person person = new Person(id, profile.requireName(), profile.requirePictureUrl());
    profiles.put(caller, person, new Precondition(ifMatch, ifNoneMatch));
    return answer(person);
  }

  /**
   * Forgets the user: profile, settings, contacts, requests, blocks and rooms. Idempotent. With
   * {@code If-Match} only if nobody has changed the profile since it was read.
   */
  @Delete
  @Status(HttpStatus.NO_CONTENT)
  void forgetUser(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    caller.requireMayEdit(id);
    profiles.remove(caller, id, new Precondition(ifMatch, ifNoneMatch));
  }

  private static HttpResponse<Person> answer(Person person) {
    return HttpResponse.ok(person).header(HttpHeaders.ETAG, person.etag().text());
  }
}
