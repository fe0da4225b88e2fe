package dev.whittle.tests.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Reorder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the ops a property has seen, so that a run can prove it met them all. */
public final class Coverage {
  /** How often each op has to be met in a run. */
  public static final int LEAST = 20;

  private final Map<String, Integer> counts = new TreeMap<>();

  public void record(Graph graph) {
    for (Node node : graph.nodes()) {
      counts.merge(node.op().operator(), 1, Integer::sum);
    }
  }

  /** Times met, by operator name. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** True when every portable op was met {@link #LEAST} times. */
  public boolean isComplete() {
    return Cases.isReplay() || missed().isEmpty();
  }

  /** Fails unless every portable op was met {@link #LEAST} times. */
  public void assertEveryPortableOp() {
    assertThat(isComplete() ? List.of() : missed())
        .as("ops met fewer than %d times, of %s", LEAST, counts)
        .isEmpty();
  }

  private List<String> missed() {
    return OpSchema.all().stream()
        .filter(schema -> isPortable(schema.type()))
        .map(OpSchema::name)
        .filter(name -> counts.getOrDefault(name, 0) < LEAST)
        .toList();
  }

  private static boolean isPortable(Class<? extends Op> type) {
    return type != Expanded.class && type != Lowered.class && type != Reorder.class;
  }
}
