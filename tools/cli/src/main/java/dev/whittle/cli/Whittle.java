package dev.whittle.cli;

import dev.whittle.cli.demo.DemoCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of Whittle; {@link ExitCode} says how it ends. */
@Command(
    name = "whittle",
    mixinStandardHelpOptions = true,
    versionProvider = Whittle.Version.class,
    description = "Makes convolutional networks small and fast on the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      CheckCommand.class,
      ShowCommand.class,
      RunCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      BuildCommand.class,
      CompileCommand.class,
      LockCommand.class,
      BenchCommand.class,
      ProfileCommand.class,
      HwbenchCommand.class,
      ReportCommand.class,
      SweepCommand.class,
      CompressCommand.class,
      ExplainCommand.class,
      DumpCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      FmtCommand.class,
      PassesCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nStart here:%n",
    footer = {
      "  whittle demo",
      "  whittle check examples/glyphs/Glyphs.cnn",
      "  whittle run examples/glyphs/Glyphs.cnn examples/glyphs/pictures/A-noisy.png",
      "",
      "`whittle COMMAND --help` explains a command; docs/cli.md has them all."
    })
public final class Whittle implements Runnable {
  @Spec private CommandSpec spec;

  private Whittle() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    CommandLine line = commandLine();
    int code;
    try {
      code = line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      code = Failures.exhausted(line, e);
    } catch (Error e) {
      code = Failures.crashed(line, e);
    }
    if (code == ExitCode.OK.code() && System.out.checkError()) {
      System.err.println("whittle: cannot write to standard output");
      code = ExitCode.DATA.code();
    }
    System.exit(code);
  }

  /** The parser with all commands; tests give it writers of their own. */
  public static CommandLine commandLine() {
    Failures failures = new Failures();
    CommandLine line = new CommandLine(new Whittle());
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(Integer.toString(code.code()), code.meaning());
    }
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    return line.setExpandAtFiles(false)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Whittle.class.getPackage().getImplementationVersion();
      return new String[] {"whittle " + Optional.ofNullable(version).orElse("(unpackaged)")};
    }
  }
}
