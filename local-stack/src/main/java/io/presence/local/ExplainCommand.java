package io.presence.local;

import io.presence.contracts.UserId;
import io.presence.local.client.RunningStack;
import io.presence.local.explain.AskedWhy;
import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = "Why VIEWER sees of SUBJECT what they see now: the whole chain of reasons.")
final class ExplainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "VIEWER", description = "The person who looks.")
  private String viewer = "";

  @Parameters(index = "1", paramLabel = "SUBJECT", description = "The person who is looked at.")
  private String subject = "";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    UserId from = parse(viewer);
    UserId to = parse(subject);
    RunningStack stack =
        RunningInstance.of(Home.ofThisProcess())
            .orElseThrow(() ->
                new Refusal(
                    "Presence is not running, or not ready yet. Start it with ./presence up."));
    AskedWhy.of(stack.gateways().getFirst(), stack.adminToken().get(), from, to)
        .lines()
        .forEach(System.out::println);
    return 0;
  }

  private UserId parse(String text) {
    try {
      return new UserId(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }
}
