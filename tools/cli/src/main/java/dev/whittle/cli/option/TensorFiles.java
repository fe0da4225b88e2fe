package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** NumPy files for a network's inputs and outputs. */
public final class TensorFiles {
  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Instead of pictures, tensors by the inputs' names in a .npz file; the only one of a .npz"
              + " or .npy file goes to the only input.")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "With --input: the .npz file to write the outputs to, by name.")
  private Path output;

  /** Whether tensors are asked for. */
  public boolean isGiven() {
    return input != null || output != null;
  }

  public Path input() {
    return given("--input", input);
  }

  public Path output() {
    return given("--output", output);
  }

  private static Path given(String option, Path path) {
    if (path == null) {
      throw UserError.usage(option + " is missing", "--input FILE and --output FILE go together");
    }
    return path;
  }
}
