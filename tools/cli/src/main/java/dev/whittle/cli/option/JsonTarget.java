package dev.whittle.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Where {@code --json} wants the document: standard output, or a file. */
record JsonTarget(Optional<Path> file) {
  /**
   * In a command that {@linkplain WritesJson writes files}, takes the next word for one unless it
   * is an option or names a network; elsewhere takes nothing.
   */
  static final class Consumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> rest, ArgSpec option, CommandSpec command) {
      boolean isFile =
          command.userObject() instanceof WritesJson
              && !rest.isEmpty()
              && !rest.peek().startsWith("-")
              && !rest.peek().endsWith(".cnn");
      option.setValue(new JsonTarget(isFile ? Optional.of(Path.of(rest.pop())) : Optional.empty()));
    }
  }
}
