package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a planned graph that may run at the same time, in any order: none writes what another
 * reads or writes.
 */
public final class Stage {
  private final Graph planned;
  private final List<Stretch> read = new ArrayList<>();
  private final List<Stretch> written = new ArrayList<>();

  /** An empty stage. */
  public Stage(Graph planned) {
    this.planned = planned;
  }

  /**
   * Adds the next node in order of execution, where needed to a new stage.
   *
   * @return whether it begins a stage
   */
  public boolean begins(Node node) {
    List<Stretch> reads = new ArrayList<>();
    List<Stretch> writes = new ArrayList<>();
    node.operands().forEach(operand -> reads.addAll(Stretch.of(planned, operand)));
    for (int i = 0; i < node.types().size(); i++) {
      writes.addAll(Stretch.of(planned, node.result(i)));
    }
    boolean isFirst = read.isEmpty() && written.isEmpty();
    boolean begins =
        isFirst || overlap(writes, written) || overlap(writes, read) || overlap(reads, written);
    if (begins) {
      read.clear();
      written.clear();
    }
    read.addAll(reads);
    written.addAll(writes);
    return begins;
  }

  private static boolean overlap(List<Stretch> some, List<Stretch> others) {
    return some.stream().anyMatch(one -> others.stream().anyMatch(one::overlaps));
  }
}
