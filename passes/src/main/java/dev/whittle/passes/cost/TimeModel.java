package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.Contestants;
import dev.whittle.runtime.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How long a step is expected to take on one core: an {@link Estimate} for each algorithm and
 * width, fitted to measured times ({@code whittle hwbench --fit}). What was never fitted takes its
 * expected arithmetic and its traffic at nominal rates.
 */
public final class TimeModel {
  private static final String RESOURCE = "times.model";
  private static final String REORDER = "reorder";
  private static final Estimate NOMINAL = Estimate.nominal(0, 1, 0.5, 0.5, 0.5, 0, 0, 0, 1);
  private static final Estimate REORDERS = Estimate.nominal(0, 0, 0, 2.5, 2.5, 0, 0, 0, 1);

  private final Map<Key, Estimate> estimates;

  /**
   * Which kernels are weighed alike.
   *
   * @param algorithm with its variant
   */
  public record Key(String algorithm, int lanes) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = algorithm.compareTo(other.algorithm);
      return order != 0 ? order : Integer.compare(other.lanes, lanes);
    }

    /** The key of {@code candidate}. */
    public static Key of(Candidate candidate, Target target) {
      return new Key(candidate.algorithm(), target.lanes());
    }

    /** The key of conversions between layouts. */
    public static Key reorder(Target target) {
      return new Key(REORDER, target.lanes());
    }
  }

  TimeModel(Map<Key, Estimate> estimates) {
    this.estimates = Map.copyOf(estimates);
  }

  /** The model that ships with Whittle. */
  public static TimeModel shipped() {
    return Shipped.MODEL;
  }

  /** Nanoseconds of {@code node}, which is wrapped, when {@code candidate} runs it. */
  public double kernel(Graph graph, Node node, Candidate candidate, Target target) {
    if (!candidate.parts().isEmpty()) {
      return parts(Contestants.kernel(graph, node, candidate), candidate.parts(), target);
    }
    Features features = Features.of(graph, node, candidate, target);
    return estimate(Key.of(candidate, target), NOMINAL).nanoseconds(features);
  }

  private double parts(Graph steps, List<Candidate> parts, Target target) {
    List<Node> lowered = steps.nodes().stream().filter(n -> n.op() instanceof Lowered).toList();
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      sum += kernel(steps, lowered.get(i), parts.get(i), target);
    }
    return sum;
  }

  /** Nanoseconds of a conversion between layouts. */
  public double reorder(TensorType type, Layout from, Layout to, Target target) {
    return estimate(Key.reorder(target), REORDERS).nanoseconds(Features.reorder(type, from, to));
  }

  /** What was fitted for a kernel, else for all variants of its algorithm, else the nominal one. */
  private Estimate estimate(Key key, Estimate nominal) {
    Key base = new Key(Algorithm.base(key.algorithm()), key.lanes());
    return estimates.getOrDefault(key, estimates.getOrDefault(base, nominal));
  }

  private static final class Shipped {
    static final TimeModel MODEL = read();

    private static TimeModel read() {
      try (InputStream stream = TimeModel.class.getResourceAsStream(RESOURCE)) {
        return stream == null
            ? new TimeModel(Map.of())
            : ModelText.read(
                List.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
