package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.select.LayerSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The responses of the layers of a network as a pass found it, sampled when they are first asked
 * for, all in one run.
 */
final class Targets {
  /** Floats that are kept of one layer; of more data, fewer places are sampled. */
  private static final int MOST = 1 << 24;

  /** Rows between two updates of the moments. */
  private static final int BLOCK = 256;

  private final Graph graph;
  private final PassContext context;
  private final int each;
  private final long seed;
  private final Map<String, Integer> channels = new LinkedHashMap<>();
  private final Map<String, Samples> samples = new LinkedHashMap<>();
  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private Reached reached;

  /**
   * @param each places of a map that are sampled for each item, at most
   */
  Targets(Graph graph, PassContext context, int each, long seed) {
    this.graph = graph;
    this.context = context;
    this.each = each;
    this.seed = seed;
  }

  /** Announces that the responses of a layer will be asked for. */
  void expect(String name, int size) {
    channels.put(name, size);
  }

  /** The responses of the layer called {@code name}. */
  Samples of(String name) {
    if (samples.isEmpty()) {
      List<String> names = List.copyOf(channels.keySet());
      samples.putAll(sample(graph, names, List.of(), new Reached(data().count())));
    }
    return samples.get(name);
  }

  /**
   * The same layer's responses, at the same places, in what the network has become. Nothing before
   * the layer will be rewritten any more, so what it reads is reached for layers behind it.
   */
  Samples in(Graph rewritten, String name) {
    if (reached == null) {
      reached = new Reached(data().count());
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

  private Map<String, Samples> sample(
      Graph network, List<String> names, List<String> next, Reached known) {
    Data data = data();
    Map<String, Samples> sampled = new LinkedHashMap<>();
    Map<String, Positions> positions = new LinkedHashMap<>();
    for (String name : names) {
      long most = MOST / ((long) data.count() * channels.get(name));
      positions.put(name, new Positions(seed, Math.clamp(most, 1, each)));
      sampled.put(name, new Samples(channels.get(name)));
    }
    new Sampler(data, context)
        .run(
            network,
            positions,
            next,
            known,
            (name, rows) -> {
              requireFinite(name, rows);
              sampled.get(name).add(rows);
            });
    return sampled;
  }

  private void requireFinite(String name, float[] responses) {
    for (float response : responses) {
      if (!Float.isFinite(response)) {
        throw PassFailure.of(
            PipelineMistake.BAD_CALIBRATION.error(
                context.option(LayerSelector.OPTION, LayerSelector.class).span(),
                "%s responds with %s to the inputs to calibrate on".formatted(name, response),
                "leave out the inputs with numbers that are not finite or too large"));
      }
    }
  }

  /**
   * @throws PassFailure when there is nothing to calibrate on
   */
  private Data data() {
    LayerSelector layers = context.option(LayerSelector.OPTION, LayerSelector.class);
    return context
        .calibration()
        .orElseThrow(() ->
            PassFailure.of(
                PipelineMistake.NO_CALIBRATION.error(
                    layers.span(),
                    "`%s` looks at what %s computes, and has no inputs to run it on"
                        .formatted(FactoriseChannels.NAME, graph.name()),
                    "give pictures with `--calibrate PATH`, or go by the weights alone with"
                        + " `solver: \"svd\"`")));
  }
}
