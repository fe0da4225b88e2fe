package dev.whittle.passes.pipeline;

import dev.whittle.passes.Approximation;
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
   * @param approximations what it made of layers, when it is an approximate one
   */
  public record Row(PassInfo pass, long patches, Size after, List<Approximation> approximations) {
    public Row {
      approximations = List.copyOf(approximations);
    }
  }

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
