package io.presence.graph.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.WireTime;
import io.presence.graph.imports.ImportReport.BadLine;
import java.util.List;

/**
 * How an import is getting on: a row of {@code imports}, and what {@code
 * /v1/import/contacts/{import_id}} answers.
 *
 * @param actor the admin who sent it
 * @param state {@code running}, {@code finished} or {@code failed}; one that runs without an update
 *     for a minute has lost its server or its sender: send it again
 * @param lines how many have been dealt with; after a failure those that may be left out next time
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ImportState(
    String importId,
    String actor,
    String state,
    WireTime startedAt,
    WireTime updatedAt,
    long lines,
    long accepted,
    long duplicates,
    long rejected,
    List<BadLine> errors) {
  static final String RUNNING = "running";
  static final String FINISHED = "finished";
  static final String FAILED = "failed";
}
