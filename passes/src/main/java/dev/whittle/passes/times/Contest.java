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
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        entries(contestants),
        pace,
        (count, rounds, time) -> Turns.medians(count, rounds, time, i -> {}));
  }

  /** The least nanoseconds of each, for a machine that is not idle. */
  public double[] least(List<Graph> contestants, Pace pace) {
    return run(entries(contestants), pace, Turns::least);
  }

  /**
   * Median nanoseconds of parts of networks, which need not do the same work: each on inputs of its
   * own, in {@link Turns#settled settled} turns.
   */
  public double[] alone(List<Alone> parts, Pace pace, Turns.Stretch afterTurns) {
    return run(
        parts.stream().map(Entry::of).toList(),
        pace,
        (count, rounds, time) -> Turns.settled(count, rounds, time, afterTurns));
  }

  @FunctionalInterface
  private interface Taking {
    double[] times(int contestants, int rounds, IntToDoubleFunction time);
  }

  /**
   * A network that takes part.
   *
   * @param isCounted whether the time of the step of this name is the contestant's
   */
  private record Entry(Graph planned, Map<String, Tensor> inputs, Predicate<String> isCounted) {
    static Entry of(Alone part) {
      Set<String> names = part.steps().stream().map(Node::name).collect(Collectors.toSet());
      return new Entry(part.planned(), RandomInputs.of(part.planned(), 1), names::contains);
    }

    double time(Running code) {
      return code.profile(inputs, 1).rows().stream()
          .filter(row -> isCounted.test(row.step().name()))
          .mapToDouble(Profile.Row::nanos)
          .sum();
    }
  }

  private List<Entry> entries(List<Graph> contestants) {
    Map<String, Tensor> inputs = RandomInputs.of(contestants.getFirst(), 1);
    return contestants.stream().map(c -> new Entry(plan(c), inputs, Contestants::isStep)).toList();
  }

  private double[] run(List<Entry> entries, Pace pace, Taking taking) {
    List<Running> running = new ArrayList<>();
    try {
      for (Entry entry : entries) {
        Graph planned = entry.planned();
        running.add(executor.compile(planned, target).load(weights(planned)));
      }
      IntToDoubleFunction time = at -> entries.get(at).time(running.get(at));
      pace.warmUp().accept(() -> IntStream.range(0, running.size()).forEach(time::applyAsDouble));
      double round = IntStream.range(0, running.size()).mapToDouble(time).sum();
      return taking.times(running.size(), pace.rounds(round), time);
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
}
