package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.passes.times.Timings.Measuring;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code depthwise(pointwise[f](x…), w…) -> expanded(x…, w…)}, where that is expected to be faster,
 * or is going to be measured: the large map in between stays in the processor's own cache.
 */
public record FuseExpansion() implements Rule {
  /** Whether to ask nothing but whether there is a kernel. */
  static final PassOption ALWAYS =
      new PassOption(
          "always",
          PassOption.Type.TRUTH,
          false,
          "Whether to do so where it is not expected to be faster, too.");

  /** Smaller maps are near the processor all the same. */
  private static final long LEAST_BYTES = 1_000_000;

  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Lowered(Conv filter, String algorithm, _, _, var epilogue))
        || !algorithm.equals(Lowered.OPEN)
        || !site.isOnlyUse(site.operand(0))
        || !(site.producer(0).op() instanceof Lowered(Conv pointwise, String its, _, _, var own))
        || !its.equals(Lowered.OPEN)
        || site.producer(0).operands().size() != 3) {
      return Optional.empty();
    }
    List<Activation> functions = new ArrayList<>();
    for (Epilogue step : own) {
      if (!(step instanceof Epilogue.Apply(Activation function))) {
        return Optional.empty();
      }
      functions.add(function);
    }
    Expanded expanded = new Expanded(filter, functions);
    if (!pointwise.equals(expanded.expansion())) {
      return Optional.empty();
    }
    Patch.Builder patch = site.patch();
    Value result = patch.add(site.node(), lowered(site, expanded, epilogue), operands(site));
    Patch built = patch.replace(site.node().value(), result).build();
    Graph after = site.graph().apply(built);
    Node fused = after.node(result);
    return isOffered(after, fused, site.context())
            && (site.context().option(ALWAYS, Boolean.class)
                || site.type(0).bytes() >= LEAST_BYTES && pays(after, fused, site.context()))
        ? Optional.of(built)
        : Optional.empty();
  }

  private static List<Value> operands(Site site) {
    return Expanded.joined(site.producer(0).operands(), site.node().operands());
  }

  private static Lowered lowered(Site site, Expanded expanded, List<Epilogue> epilogue) {
    List<Layout> layouts =
        operands(site).stream().map(site.graph()::type).map(Layouts::plain).toList();
    Layout result = Layouts.plain(site.node().type());
    return new Lowered(expanded, Lowered.OPEN, layouts, result, epilogue);
  }

  private static boolean isOffered(Graph graph, Node node, PassContext context) {
    Lowered lowered = (Lowered) node.op();
    List<TensorType> all = graph.operandTypes(node);
    List<TensorType> own = all.subList(0, lowered.ownOperands(all.size()));
    return context.kernels().candidates(lowered.op(), own, node.types(), context.target()).stream()
        .anyMatch(c -> Epilogues.fits(c, lowered.epilogue()));
  }

  private static boolean pays(Graph graph, Node node, PassContext context) {
    if (context.timings().measuring().filter(Measuring::isEager).isPresent()) {
      return true;
    }
    List<Choice> choices =
        Choices.of(graph, node, Offers.of(graph, node, context).candidates(), context);
    Choice best = Collections.min(choices, Comparator.comparingDouble(Choice::nanoseconds));
    return best.candidate().parts().isEmpty();
  }
}
