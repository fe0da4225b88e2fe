package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.linear.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The responses of the layers of a network as a pass found it, sampled when they are first asked
 * for, all in one run.
 */
public final class Targets {
  /** Rows between two updates of the moments. */
  private static final int BLOCK = 256;

  private final Graph graph;
  private final Calibration calibration;
  private final Map<String, Integer> channels = new LinkedHashMap<>();
  private final Map<String, Samples> samples = new LinkedHashMap<>();
  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private Reached reached;

  /** Responses of {@code graph}, none of which is asked for yet. */
  public Targets(Graph graph, Calibration calibration) {
    this.graph = graph;
    this.calibration = calibration;
  }

  /** Announces that the responses of a layer will be asked for. */
  public void expect(String name, int size) {
    channels.put(name, size);
  }

  /** The responses of the layer called {@code name}. */
  public Samples of(String name) {
    if (samples.isEmpty()) {
      List<String> names = List.copyOf(channels.keySet());
      samples.putAll(sample(graph, names, List.of(), new Reached(calibration.data().count())));
    }
    return samples.get(name);
  }

  /**
   * The same layer's responses, at the same places, in what the network has become. Nothing before
   * the layer will be rewritten any more, so what it reads is reached for layers behind it.
   */
  Samples in(Graph rewritten, String name) {
    if (reached == null) {
      reached = new Reached(calibration.data().count());
    }
    Node read = rewritten.node(rewritten.find(name).orElseThrow().operand(0));
    boolean isOne = read.types().size() == 1 && !(read.op() instanceof Input);
    List<String> next = isOne ? List.of(read.name()) : List.of();
    return sample(rewritten, List.of(name), next, reached).get(name);
  }

  /** Mean and scatter of the layer's responses. */
  Moments moments(String name) {
    return moments.computeIfAbsent(name, n -> moments(of(n), of(n)));
  }

  /** Means and scatter of two layers' responses, row by row. */
  static Moments moments(Samples x, Samples y) {
    Moments moments = new Moments(x.channels(), y.channels());
    for (int from = 0; from < x.rows(); from += BLOCK) {
      int to = Math.min(x.rows(), from + BLOCK);
      Matrix block = x.rows(from, to);
      moments.add(block, x == y ? block : y.rows(from, to));
    }
    return moments;
  }

  /** The places at which a layer's responses are sampled. */
  public Positions positions(String name) {
    return calibration.positions(channels.get(name));
  }

  private Map<String, Samples> sample(
      Graph network, List<String> names, List<String> next, Reached known) {
    Map<String, Samples> sampled = new LinkedHashMap<>();
    Map<String, Positions> positions = new LinkedHashMap<>();
    for (String name : names) {
      positions.put(name, positions(name));
      sampled.put(name, new Samples(channels.get(name)));
    }
    new Sampler(calibration.data(), calibration.context())
        .run(
            network,
            positions,
            next,
            known,
            (name, rows) -> {
              calibration.requireFinite(name, rows);
              sampled.get(name).add(rows);
            });
    return sampled;
  }
}
