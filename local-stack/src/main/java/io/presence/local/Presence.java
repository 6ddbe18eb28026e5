package io.presence.local;

import io.presence.local.home.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The command line behind {@code ./presence}. A command is a class of its own, listed here.
 *
 * <p>Exit codes: 0 done, 1 it could not be done (one sentence says why), 2 the command line is
 * wrong.
 */
@Command(
    name = "./presence",
    description = "Who is online, on what, since when, and who may know it: on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "./presence help COMMAND tells more. Data and logs are in .presence/ (PRESENCE_HOME moves them)."
    },
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      TokenCommand.class,
      ExplainCommand.class,
      DemoCommand.class,
      ReplayCommand.class,
      ChaosCommand.class,
      HelpCommand.class
    })
public final class Presence implements Runnable {
  private Presence() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine presence = new CommandLine(new Presence());
    addHelp(presence);
    presence.getSubcommands().values().stream()
        .filter(command -> !(command.getCommand() instanceof HelpCommand))
        .forEach(Presence::addHelp);
    return presence
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Presence::wrongArguments)
        .setExecutionExceptionHandler(Presence::failed);
  }

  private static void addHelp(CommandLine command) {
    var _ =
        command
            .getCommandSpec()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this text.")
                    .build());
  }

  /** Without a command: help. */
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  private static int wrongArguments(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandName();
    command
        .getErr()
        .println(
            e.getMessage()
                + ". See ./presence help"
                + (command.getParent() == null ? "" : " " + name)
                + ".");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Refusal) {
      command.getErr().println(e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }
}
