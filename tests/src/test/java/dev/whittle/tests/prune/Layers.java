package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Span;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.List;

/** Layers as options name them, and as the ledger does. */
final class Layers {
  private Layers() {}

  static LayerSelector of(String text) {
    return LayerSelector.parse(text, Span.NONE, new ArrayList<>()).orElseThrow();
  }

  /** Requires that the ledger's lines say how many multiply-adds are saved. */
  static void requireAddsUp(Graph before, Graph after, List<Approximation> lines) {
    long saved =
        lines.stream()
            .filter(Approximation::isDone)
            .mapToLong(line -> line.before().macs() - line.after().macs())
            .sum();
    assertThat(Costs.of(before.bindAll(1)).macs() - Costs.of(after.bindAll(1)).macs())
        .isEqualTo(saved);
  }
}
