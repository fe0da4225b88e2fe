package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import picocli.CommandLine.Option;

/** How many pictures go through the network together. */
public final class Batch {
  private static final int MOST = 1024;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures that go through together. Default: ${DEFAULT-VALUE}.")
  private int batch;

  public int size() {
    if (batch < 1 || batch > MOST) {
      throw UserError.usage("--batch " + batch + " is out of range", "use 1 to " + MOST);
    }
    return batch;
  }
}
