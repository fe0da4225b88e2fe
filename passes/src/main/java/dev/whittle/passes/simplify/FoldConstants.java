package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * {@code f(constant…) -> constant}, computed by the reference evaluator.
 *
 * <p>With {@code parameters} also of parameters whose weights are at hand: that gives up training
 * them. Results that are much larger than what they are computed from are left to be computed.
 *
 * @param parameters whether parameters count as constants
 */
public record FoldConstants(boolean parameters) implements Rule {
  private static final long SMALL = 1 << 16;

  @Override
  public Optional<Patch> apply(Site site) {
    Node node = site.node();
    List<Tensor> operands =
        node.operands().stream()
            .map(v -> parameters ? site.known(v) : site.constant(v))
            .flatMap(Optional::stream)
            .toList();
    if (operands.isEmpty() || operands.size() < node.operands().size() || isLarge(node, operands)) {
      return Optional.empty();
    }
    List<Tensor> results = ReferenceEvaluator.apply(node.op(), operands);
    Patch.Builder patch = site.patch();
    for (int i = 0; i < results.size(); i++) {
      Value constant = patch.add(node, node.name(), new Constant(results.get(i)), List.of());
      patch.replace(node.result(i), constant);
    }
    return Optional.of(patch.build());
  }

  private static boolean isLarge(Node node, List<Tensor> operands) {
    long made = node.types().stream().mapToLong(t -> t.shape().elementCount()).sum();
    return made > Math.max(SMALL, operands.stream().mapToLong(Tensor::elementCount).sum());
  }
}
