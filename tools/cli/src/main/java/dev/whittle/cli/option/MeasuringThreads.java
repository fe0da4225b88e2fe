package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import picocli.CommandLine.Option;

/** How many threads networks are measured with beside what is predicted of them. */
public final class MeasuringThreads {
  private static final int MOST = 1024;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads to measure with. Default: ${DEFAULT-VALUE}, as predictions have it.")
  private int threads;

  public int count() {
    if (threads < 1 || threads > MOST) {
      throw UserError.usage("--threads " + threads + " is out of range", "use 1 to " + MOST);
    }
    return threads;
  }
}
