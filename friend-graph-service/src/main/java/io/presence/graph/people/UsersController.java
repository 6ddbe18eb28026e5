package io.presence.graph.people;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.changes.GraphChanges;
import io.presence.web.Caller;
import io.presence.web.ProblemException;

/** {@code /v1/users/{id}}: what a person is called. */
@Controller("/v1/users/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class UsersController {
  private final PersonRows people;
  private final Departure departure;
  private final GraphChanges changes;

  UsersController(PersonRows people, Departure departure, GraphChanges changes) {
    this.people = people;
    this.departure = departure;
    this.changes = changes;
  }

  @Get
  Person get(Caller caller, UserId id) {
    caller.requireMayRead(id);
    return people
        .findByUserId(id)
        .orElseThrow(() -> ProblemException.notFound("user " + id + " has no profile"));
  }

  /** A name changes nobody's sight of anybody. Idempotent. */
  @Put
  Person put(Caller caller, UserId id, @Body Profile profile) {
    caller.requireMayEdit(id);
    Person person = new Person(id, profile.requireName(), profile.requirePictureUrl());
    people.put(person.userId(), person.name(), person.pictureUrl());
    return person;
  }

  /** Idempotent. */
  @Delete
  @Status(HttpStatus.NO_CONTENT)
  void delete(Caller caller, UserId id) {
    caller.requireMayEdit(id);
    changes.commit(effects -> departure.of(id, effects));
  }
}
