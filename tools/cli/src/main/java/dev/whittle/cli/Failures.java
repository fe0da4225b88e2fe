package dev.whittle.cli;

import dev.whittle.cli.output.Diagnostics;
import dev.whittle.ir.Diagnostic;
import dev.whittle.passes.PassFailure;
import dev.whittle.runtime.ModelException;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.PictureException;
import dev.whittle.runtime.weights.WeightsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what a command throws into a message and an exit code. With {@code --json} standard output
 * holds one document all the same: an object with the member {@code error}.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String JSON = "--json";
  private static final String TRACE = "--stacktrace";

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    List<String> arguments = parsed.originalArgs();
    Failure failure =
        switch (e) {
          case SourceError s -> new Failure(s.exitCode(), s.text(), "", s.diagnostics());
          case UserError u -> new Failure(u.exitCode(), u.getMessage(), u.hint(), List.of());
          case WeightsException w ->
              data(
                  w.tensor().isEmpty() ? w.file() : w.file() + ", tensor " + w.tensor(),
                  w.problem(),
                  w.hint());
          case ModelException m -> data(m.model(), m.problem(), m.hint());
          case PictureException p -> data(p.picture(), p.problem(), p.hint());
          case PassFailure p ->
              new Failure(ExitCode.SOURCE, p.diagnostic() + "\n", "", List.of(p.diagnostic()));
          default -> bug(e);
        };
    if (failure.exitCode() == ExitCode.INTERNAL && arguments.contains(TRACE)) {
      e.printStackTrace(command.getErr());
    }
    return show(failure, command, arguments.contains(JSON));
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String hint = "see " + command.getCommandSpec().qualifiedName() + " --help";
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String kind =
          unmatched.isUnknownOption() ? "option" : isRoot(command) ? "command" : "argument";
      message = "unknown %s %s".formatted(kind, unmatched.getUnmatched().getFirst());
      if (!unmatched.getSuggestions().isEmpty()) {
        hint = "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
      }
    }
    Failure failure = new Failure(ExitCode.USAGE, message, hint, List.of());
    return show(failure, command, List.of(arguments).contains(JSON));
  }

  /** Reports that the JVM's heap or stack was too small. */
  static int exhausted(CommandLine command, VirtualMachineError e) {
    String what = e instanceof OutOfMemoryError ? "heap" : "stack";
    String option = e instanceof OutOfMemoryError ? "-Xmx8g" : "-Xss64m";
    return show(
        new Failure(
            ExitCode.DATA,
            "the JVM's %s is too small for this".formatted(what),
            "enlarge it: WHITTLE_OPTS=%s ./whittle …".formatted(option),
            List.of()),
        command,
        false);
  }

  /** Reports an error that is nobody's fault but ours. */
  static int crashed(CommandLine command, Error e) {
    return show(bug(e), command, false);
  }

  private static boolean isRoot(CommandLine command) {
    return command.getParent() == null;
  }

  private static Failure data(String where, String problem, String hint) {
    return new Failure(ExitCode.DATA, where + ": " + problem, hint, List.of());
  }

  /** What is told to the user. */
  private record Failure(
      ExitCode exitCode, String message, String hint, List<Diagnostic> diagnostics) {
    Json json() {
      return Json.object()
          .put(
              "error",
              Json.object()
                  .put("exit", exitCode.code())
                  .put(
                      "message",
                      diagnostics.isEmpty()
                          ? message
                          : exitCode == ExitCode.GUARD
                              ? exitCode.meaning()
                              : "the source or its weights have mistakes")
                  .put("hint", hint)
                  .put("diagnostics", Diagnostics.json(diagnostics))
                  .build())
          .build();
    }

    String text() {
      if (!diagnostics.isEmpty()) {
        return message;
      }
      return "whittle: " + message + "\n" + (hint.isEmpty() ? "" : "  hint: " + hint + "\n");
    }
  }

  private static int show(Failure failure, CommandLine command, boolean isJson) {
    PrintWriter target = isJson ? command.getOut() : command.getErr();
    target.print(isJson ? failure.json().pretty() + "\n" : failure.text());
    target.flush();
    return failure.exitCode().code();
  }

  private static Failure bug(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    String where;
    try {
      Path file = Files.createTempFile("whittle-error-", ".txt");
      Files.writeString(file, trace.toString());
      where = "details are in " + file + "; please report them";
    } catch (IOException unwritable) {
      where = "run again with " + TRACE + " and report what it prints";
    }
    return new Failure(ExitCode.INTERNAL, "internal error: " + e, where, List.of());
  }
}
