package dev.whittle.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of Whittle. Exit codes: 0 success, 1 failure, 2 wrong usage. */
@Command(
    name = "whittle",
    mixinStandardHelpOptions = true,
    versionProvider = Whittle.Version.class,
    description = "Makes convolutional networks small and fast on the JVM.")
public final class Whittle implements Runnable {
  @Spec private CommandSpec spec;

  private Whittle() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Whittle());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Whittle.class.getPackage().getImplementationVersion();
      return new String[] {"whittle " + Optional.ofNullable(version).orElse("(unpackaged)")};
    }
  }
}
