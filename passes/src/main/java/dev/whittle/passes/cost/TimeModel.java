package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How long a step is expected to take on one core: a sum of its {@link Features}, each weighed for
 * the algorithm and the width, as fitted to measured times ({@code whittle hwbench --fit}). What
 * was never fitted takes its expected arithmetic and its traffic at nominal rates.
 */
public final class TimeModel {
  private static final String RESOURCE = "times.model";
  private static final String REORDER = "reorder";
  private static final double[] NOMINAL = {0, 1, 0.5, 0.5, 0.5, 0, 1};
  private static final double[] NOMINAL_REORDER = {0, 0, 0, 2.5, 2.5, 0, 1};

  private final Map<Key, double[]> weights;

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

  TimeModel(Map<Key, double[]> weights) {
    this.weights = Map.copyOf(weights);
  }

  /** The model that ships with Whittle. */
  public static TimeModel shipped() {
    return Shipped.MODEL;
  }

  /** Nanoseconds of {@code node}, which is wrapped, when {@code candidate} runs it. */
  public double kernel(Graph graph, Node node, Candidate candidate, Target target) {
    Features features = Features.of(graph, node, candidate, target);
    return ModelFit.predict(features, weights(Key.of(candidate, target), NOMINAL));
  }

  /** Nanoseconds of a conversion between layouts. */
  public double reorder(TensorType type, Layout from, Layout to, Target target) {
    return ModelFit.predict(
        Features.reorder(type, from, to), weights(Key.reorder(target), NOMINAL_REORDER));
  }

  /** The weights fitted for a kernel, else for any variant of its algorithm, else nominal ones. */
  private double[] weights(Key key, double... nominal) {
    double[] own = weights.get(key);
    String base = Algorithm.base(key.algorithm());
    return own != null ? own : weights.getOrDefault(new Key(base, key.lanes()), nominal);
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
