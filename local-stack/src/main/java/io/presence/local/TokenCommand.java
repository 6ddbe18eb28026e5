package io.presence.local;

import io.presence.contracts.UserId;
import io.presence.local.home.Home;
import io.presence.local.home.Secrets;
import io.presence.local.home.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = "Print a development token; for several users one line each: user, token.")
final class TokenCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "USER",
      arity = "1..*",
      description = "Whose token. 1-128 characters of [A-Za-z0-9._:@-].")
  private List<String> users = new ArrayList<>();

  @Option(names = "--admin", description = "May read and edit everybody.")
  private boolean admin;

  @Option(names = "--support", description = "May read everybody.")
  private boolean support;

  @Option(
      names = "--expires-in",
      paramLabel = "SECONDS",
      description = "How long it is valid (86400, a day). Not positive: it has expired already.")
  private long expiresInSeconds = Duration.ofDays(1).toSeconds();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<UserId> subjects = users.stream().map(this::parse).toList();
    List<String> roles = new ArrayList<>();
    if (admin) {
      roles.add("admin");
    }
    if (support) {
      roles.add("support");
    }
    var tokens = new Tokens(new Secrets(Home.ofThisProcess()).jwtSecret(), InstantSource.system());
    for (UserId user : subjects) {
      String token = tokens.sign(user, roles, Duration.ofSeconds(expiresInSeconds));
      System.out.println(subjects.size() == 1 ? token : user + " " + token);
    }
    return 0;
  }

  private UserId parse(String text) {
    try {
      return new UserId(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }
}
