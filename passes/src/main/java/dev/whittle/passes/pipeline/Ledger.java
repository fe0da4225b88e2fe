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
  public record Row(PassInfo pass, long patches, Size after) {}

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
}
