package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Placement.Space;
import dev.whittle.ir.Value;
import dev.whittle.passes.cost.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a planned network keeps alive: the least an arena could be for its order of execution, its
 * views and its in-place results, however values were packed.
 */
public final class LiveSet {
  private final Graph graph;
  private final MemoryPlan plan;
  private final Lifetimes lifetimes;

  private LiveSet(Graph graph) {
    this.graph = graph;
    this.plan = graph.memory().orElseThrow();
    this.lifetimes = new Lifetimes(graph);
  }

  /** The most floats that are alive at one step; floats that values share count once. */
  public static long floats(Graph planned) {
    LiveSet set = new LiveSet(planned);
    long most = 0;
    for (int position = 0; position < planned.nodes().size(); position++) {
      if (!Stored.isStored(planned, planned.nodes().get(position))) {
        most = Math.max(most, set.at(position));
      }
    }
    return most;
  }

  private long at(int position) {
    List<Stretch> stretches = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        Value value = node.result(i);
        Placement place = plan.placements().get(value);
        boolean isLive =
            place != null
                && place.space() == Space.ARENA
                && lifetimes.made(value) <= position
                && lifetimes.lastRead(value) >= position;
        if (isLive) {
          stretches.addAll(Stretch.of(graph, value));
        }
      }
    }
    return union(stretches);
  }

  private static long union(List<Stretch> stretches) {
    stretches.sort(Comparator.comparingLong(Stretch::start));
    long floats = 0;
    long end = 0;
    for (Stretch stretch : stretches) {
      floats += Math.max(0, stretch.end() - Math.max(end, stretch.start()));
      end = Math.max(end, stretch.end());
    }
    return floats;
  }
}
