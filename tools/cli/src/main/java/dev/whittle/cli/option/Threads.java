package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import picocli.CommandLine.Option;

/** How many threads a command may use. */
public final class Threads {
  private static final int MOST = 1024;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads to use. Default: one for each processor.")
  private Integer threads;

  public int count() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > MOST) {
      throw UserError.usage("--threads " + count + " is out of range", "use 1 to " + MOST);
    }
    return count;
  }
}
