package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Leaves {@link ChooseKernels} one algorithm for the layers selected, or one variant of it, where
 * they have it: {@code lowered(op, open) -> lowered(op, open:direct)}. The last pin of a layer
 * counts.
 */
public record PinKernels() implements Pass {
  private static final PassOption ALGORITHM =
      PassOption.required(
          "algorithm",
          PassOption.Type.TEXT,
          "What they are to be run by, as `show` calls it; without its `/variant`, any of them.");
  private static final PassInfo INFO =
      new PassInfo(
          "pin-kernels",
          "Lets choose-kernels choose one algorithm only, in the layers that have it.",
          List.of(LayerSelector.OPTION, ALGORITHM),
          Level.LOWERED,
          Level.LOWERED,
          Exactness.EXACT,
          false);

  @Override
  public PassInfo info() {
    return INFO;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PassFailure when none of the layers has the algorithm
   */
  @Override
  public Graph run(Graph graph, PassContext context) {
    LayerSelector layers = context.option(LayerSelector.OPTION, LayerSelector.class);
    String algorithm = context.option(ALGORITHM, String.class);
    Selection selection = layers.select(graph);
    Set<String> available = new TreeSet<>();
    Graph current = graph;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Lowered lowered && lowered.isOpen() && selection.has(node)) {
        Set<String> own = algorithms(graph, node, lowered, context);
        available.addAll(own);
        boolean isPinned = lowered.pinned().filter(algorithm::equals).isPresent();
        if (has(own, algorithm) && !isPinned && context.mayPatch()) {
          current = context.apply(current, patch(current, node, lowered.pin(algorithm)));
        }
      }
    }
    if (!available.isEmpty() && !has(available, algorithm)) {
      throw PassFailure.of(
          PipelineMistake.NO_SUCH_ALGORITHM.error(
              layers.span(),
              "none of the layers \"%s\" can be run by `%s` here".formatted(layers, algorithm),
              "there are " + String.join(", ", available)));
    }
    return current;
  }

  private static boolean has(Set<String> algorithms, String wanted) {
    return algorithms.stream().anyMatch(name -> Algorithm.isOf(wanted, name));
  }

  private static Set<String> algorithms(
      Graph graph, Node node, Lowered lowered, PassContext context) {
    return Choices.offered(graph, node, context).stream()
        .filter(c -> !c.algorithm().equals(Lowered.VIEW))
        .filter(c -> Epilogues.fits(c, lowered.epilogue()))
        .map(Candidate::algorithm)
        .collect(Collectors.toSet());
  }

  private static Patch patch(Graph graph, Node node, Lowered pinned) {
    Patch.Builder patch = Patch.of(graph, INFO.name(), "Pin");
    Value result = patch.add(node, pinned, graph.find(node.name()).orElseThrow().operands());
    for (int i = 0; i < node.types().size(); i++) {
      patch.replace(node.result(i), new Value(result.node(), i));
    }
    return patch.build();
  }
}
