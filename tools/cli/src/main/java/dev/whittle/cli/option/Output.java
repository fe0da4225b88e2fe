package dev.whittle.cli.option;

import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Terminal;
import dev.whittle.runtime.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where results go and in which form; every command has it. */
public final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      arity = "0",
      parameterConsumer = JsonTarget.Consumer.class,
      description = "Print one JSON document instead of text.")
  private JsonTarget json;

  @Option(names = "--stacktrace", description = "On an internal error, print the stack trace too.")
  private boolean isTraced;

  /** Whether the command's only output is a JSON document. */
  public boolean isJson() {
    return json != null && json.file().isEmpty();
  }

  /** The file that the JSON document goes to, beside the text on standard output. */
  public Optional<Path> jsonFile() {
    return json == null ? Optional.empty() : json.file();
  }

  public boolean isTraced() {
    return isTraced;
  }

  /** Standard output: results only. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Standard error: progress, warnings and errors. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Prints the document that {@code --json} asks for. */
  public void print(Json document) {
    out().println(document.pretty());
    out().flush();
  }

  public void print(Object text) {
    out().print(text);
    out().flush();
  }

  /** A bar for {@code total} units of work; silent with {@code --json} and off a terminal. */
  public Progress progress(String title, long total) {
    return new Progress(err(), !isJson() && Terminal.isPresent(), title, total);
  }
}
