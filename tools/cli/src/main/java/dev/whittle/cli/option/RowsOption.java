package dev.whittle.cli.option;

import dev.whittle.cli.data.Rows;
import picocli.CommandLine.Option;

/** Which items of {@code --data} are meant. */
public final class RowsOption {
  @Option(
      names = "--rows",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "Which items of --data: even or odd rows of its labels.csv, counted from 0, or all."
              + " Default: ${DEFAULT-VALUE}.")
  private String rows;

  /**
   * Those that the command line names.
   *
   * @throws dev.whittle.cli.UserError when there are no such
   */
  public Rows rows() {
    return Rows.of("--rows", rows);
  }
}
