package dev.whittle.passes.times;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Executor;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.passes.ledger.Turns;
import dev.whittle.passes.memory.PlanMemory;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/** Times several ways to do one work against each other, on numbers made up for it. */
public final class Contest {
  private final Target target;
  private final Kernels kernels;
  private final Executor executor;

  public Contest(Target target, Kernels kernels, Executor executor) {
    this.target = target;
    this.kernels = kernels;
    this.executor = executor;
  }

  /**
   * Median nanoseconds of each contestant over rounds in which all take their turn.
   *
   * @param contestants made by {@link Contestants}, of the same work
   */
  public double[] run(List<Graph> contestants, Pace pace) {
    return run(
        contestants, pace, (count, rounds, time) -> Turns.medians(count, rounds, time, i -> {}));
  }

  /** The least nanoseconds of each, for a machine that is not idle. */
  public double[] least(List<Graph> contestants, Pace pace) {
    return run(contestants, pace, Turns::least);
  }

  @FunctionalInterface
  private interface Taking {
    double[] times(int contestants, int rounds, IntToDoubleFunction time);
  }

  private double[] run(List<Graph> contestants, Pace pace, Taking taking) {
    Map<String, Tensor> inputs = RandomInputs.of(contestants.getFirst(), 1);
    List<Running> running = new ArrayList<>();
    try {
      contestants.forEach(c -> running.add(executor.compile(plan(c), target).load(weights(c))));
      pace.warmUp().accept(() -> running.forEach(c -> time(c, inputs)));
      double round = running.stream().mapToDouble(c -> time(c, inputs)).sum();
      return taking.times(running.size(), pace.rounds(round), at -> time(running.get(at), inputs));
    } finally {
      running.forEach(Running::close);
    }
  }

  private Graph plan(Graph contestant) {
    PassContext context = PassContext.of(target, kernels, executor, Weights.of(Map.of()));
    return context.run(new PlanMemory(), Map.of(), contestant);
  }

  private static Weights weights(Graph contestant) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : contestant.nodes()) {
      if (node.op() instanceof Parameter(var name, var type)) {
        int[] shape = type.shape().sizes();
        tensors.put(
            name,
            packing(contestant, node)
                .map(layout -> ThinnedWeights.of(layout, shape, random))
                .orElseGet(() -> RandomInputs.tensor(type.element(), shape, random)));
      }
    }
    return Weights.of(tensors);
  }

  /** The layout of a weight that is to lie without its zeros. */
  private static Optional<Layout> packing(Graph contestant, Node parameter) {
    return contestant.users(parameter).stream()
        .flatMap(
            user -> user.op() instanceof Reorder reorder ? Stream.of(reorder.to()) : Stream.of())
        .filter(layout -> layout.columns().isPresent())
        .findFirst();
  }

  private static double time(Running contestant, Map<String, Tensor> inputs) {
    return contestant.profile(inputs, 1).rows().stream()
        .filter(row -> Contestants.isStep(row.step().name()))
        .mapToDouble(Profile.Row::nanos)
        .sum();
  }
}
