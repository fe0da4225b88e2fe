package dev.whittle.passes.pipeline;

import dev.whittle.passes.PassInfo;
import java.util.List;

/**
 * What a pipeline did: one row per pass.
 *
 * @param before the network as it came
 */
public record Ledger(Size before, List<Row> rows) {
  /**
   * One pass.
   *
   * @param after the network when the pass was done
   */
  public record Row(PassInfo pass, long patches, Size after, long nanoseconds) {}

  public Ledger {
    rows = List.copyOf(rows);
  }

  public long patches() {
    return rows.stream().mapToLong(Row::patches).sum();
  }

  /** The network in the end. */
  public Size after() {
    return rows.isEmpty() ? before : rows.getLast().after();
  }

  /** A table with a heading, a line for the network as it came and one for each pass. */
  public String text() {
    String format = "%-18s %7s %6s %11s %12s %13s %12s %9s%n";
    StringBuilder text = new StringBuilder();
    text.append(
        format.formatted(
            "pass", "patches", "nodes", "parameters", "weights KiB", "MMACs", "act. KiB", "ms"));
    text.append(line(format, "(source)", "", before, ""));
    for (Row row : rows) {
      String milliseconds = "%.1f".formatted(row.nanoseconds() / 1e6);
      text.append(
          line(format, row.pass().name(), Long.toString(row.patches()), row.after(), milliseconds));
    }
    return text.toString();
  }

  private static String line(
      String format, String pass, String patches, Size size, String milliseconds) {
    long activations = size.arenaBytes().orElse(size.activationBytes());
    return format.formatted(
        pass,
        patches,
        size.nodes(),
        size.parameters(),
        size.weightBytes() / 1024,
        "%.1f".formatted(size.cost().macs() / 1e6),
        activations / 1024,
        milliseconds);
  }
}
