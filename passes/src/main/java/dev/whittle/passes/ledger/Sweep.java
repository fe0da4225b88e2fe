package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One network compiled in several ways, held against each other by size, time and answers.
 *
 * @param points the ways, in the order in which they were asked for
 */
public record Sweep(List<Point> points) {
  /** Weights of networks that are in memory at a time, beside those of the network as written. */
  private static final long MOST_BYTES = 1L << 30;

  /**
   * A way to compile the network.
   *
   * @param name what the way is called
   */
  public record Way(String name, Pipeline pipeline) {}

  /**
   * What a way came to.
   *
   * @param layers how many layers approximate passes wrote anew
   * @param predicted nanoseconds of one run on one core
   * @param measured nanoseconds of one run by the wall clock, the median of several
   * @param difference to the network as written
   */
  public record Point(
      String name,
      long layers,
      Size size,
      double predicted,
      double measured,
      Difference difference) {
    /** At least as good as {@code other} in everything, and better in something. */
    boolean beats(Point other) {
      long bytes = size.weightBytes();
      long otherBytes = other.size.weightBytes();
      boolean isNoWorse =
          bytes <= otherBytes && measured <= other.measured && badness() <= other.badness();
      return isNoWorse
          && (bytes < otherBytes || measured < other.measured || badness() < other.badness());
    }

    /** Inputs with another answer; without answers, how far the outputs are off. */
    private double badness() {
      return difference.sameAnswers().isPresent()
          ? difference.items() - difference.sameAnswers().getAsInt()
          : difference.largest();
    }
  }

  public Sweep {
    points = List.copyOf(points);
  }

  /**
   * Whether no other way is better in one of the three, size of the weights, measured time and
   * answers, without being worse in another: the Pareto front.
   */
  public boolean isOnFront(Point point) {
    return points.stream().noneMatch(other -> other.beats(point));
  }

  /**
   * Compiles, runs and times {@code subject} in all {@code ways}, in turns; its own pipeline is not
   * used. Of large networks only a few are in memory at a time, the first way with each lot of the
   * others: their times are given relative to that.
   *
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled one of these ways
   * @throws IllegalArgumentException when a weight is missing
   */
  public static Sweep of(Subject subject, List<Way> ways, Trial trial) {
    Graph original = subject.compile(Pipelines.NONE, subject.graph()).graph();
    List<Compilation> compilations = new ArrayList<>();
    Runnable step = trial.watcher().begin("compiling", ways.size());
    for (Way way : ways) {
      compilations.add(subject.compile(way.pipeline(), subject.graph()));
      step.run();
    }
    List<Point> points = new ArrayList<>();
    double pace = 0;
    for (List<Integer> lot : lots(compilations)) {
      List<Running> networks = new ArrayList<>();
      try {
        networks.add(subject.load(original));
        for (int way : lot) {
          networks.add(subject.load(compilations.get(way).graph()));
        }
        List<Difference> differences = Comparison.of(networks, subject, trial);
        double[] times = times(networks.subList(1, networks.size()), subject, trial);
        pace = points.isEmpty() ? times[0] : pace;
        for (int i = points.isEmpty() ? 0 : 1; i < lot.size(); i++) {
          int way = lot.get(i);
          double time = times[i] * pace / times[0];
          points.add(
              point(subject, ways.get(way), compilations.get(way), time, differences.get(i + 1)));
        }
      } finally {
        networks.forEach(Running::close);
      }
    }
    return new Sweep(points);
  }

  /** The positions of ways that are in memory together, the first of all in each. */
  private static List<List<Integer>> lots(List<Compilation> compilations) {
    long[] bytes = compilations.stream().mapToLong(c -> Size.of(c.graph()).weightBytes()).toArray();
    List<List<Integer>> lots = new ArrayList<>(List.of(new ArrayList<>(List.of(0))));
    long held = bytes[0];
    for (int way = 1; way < bytes.length; way++) {
      if (lots.getLast().size() > 1 && held + bytes[way] > MOST_BYTES) {
        lots.add(new ArrayList<>(List.of(0)));
        held = bytes[0];
      }
      lots.getLast().add(way);
      held += bytes[way];
    }
    return lots;
  }

  private static double[] times(List<Running> networks, Subject subject, Trial trial) {
    Map<String, Tensor> inputs = RandomInputs.of(subject.graph(), 1);
    trial.warmUp().accept(() -> networks.forEach(network -> network.run(inputs)));
    Runnable step = trial.watcher().begin("timing", trial.rounds());
    return Turns.settled(
        networks.size(),
        trial.rounds(),
        at -> {
          long start = System.nanoTime();
          networks.get(at).run(inputs);
          return System.nanoTime() - start;
        },
        (from, to) -> IntStream.range(from, to).forEach(round -> step.run()));
  }

  private static Point point(
      Subject subject, Way way, Compilation compilation, double time, Difference difference) {
    long layers =
        compilation.ledger().rows().stream()
            .flatMap(row -> row.approximations().stream())
            .filter(Approximation::isDone)
            .count();
    return new Point(
        way.name(),
        layers,
        Size.of(compilation.graph()),
        StepTimes.of(compilation.graph(), subject.kernels(), subject.target()),
        time,
        difference);
  }
}
