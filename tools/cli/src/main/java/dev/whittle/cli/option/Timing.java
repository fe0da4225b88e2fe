package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import picocli.CommandLine.Option;

/** How long to measure. */
public final class Timing {
  private static final int MOST_RUNS = 10_000_000;
  private static final double MOST_SECONDS = 3600;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "Run this long before measuring: the JVM compiles hot code meanwhile. Default:"
              + " ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = {"-n", "--runs"},
      paramLabel = "N",
      defaultValue = "200",
      description = "Runs to measure. Default: ${DEFAULT-VALUE}.")
  private int runs;

  public double warmUpSeconds() {
    if (!(warmUp >= 0 && warmUp <= MOST_SECONDS)) {
      throw UserError.usage("--warm-up " + warmUp + " is out of range", "use 0 to 3600 seconds");
    }
    return warmUp;
  }

  public int runs() {
    if (runs < 1 || runs > MOST_RUNS) {
      throw UserError.usage("--runs " + runs + " is out of range", "use 1 to " + MOST_RUNS);
    }
    return runs;
  }
}
