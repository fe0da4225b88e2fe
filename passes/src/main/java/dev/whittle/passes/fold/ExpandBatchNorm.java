package dev.whittle.passes.fold;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Mul;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code batch_normalise(x, scale, shift, mean, variance) -> x * s + t} with {@code s = scale /
 * √(variance + ε)} and {@code t = shift − mean · s} for each channel, behind a layer that will take
 * both. Elsewhere batch norm stays, for one kernel is cheaper than two.
 */
public record ExpandBatchNorm() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof BatchNorm norm) || Layer.at(site, 0).isEmpty()) {
      return Optional.empty();
    }
    List<Tensor> statistics =
        site.node().operands().subList(1, 5).stream()
            .map(site::known)
            .flatMap(Optional::stream)
            .toList();
    return statistics.size() == 4
        ? Optional.of(expand(site, norm, statistics.stream().map(Tensor::floats).toList()))
        : Optional.empty();
  }

  private static Patch expand(Site site, BatchNorm norm, List<float[]> statistics) {
    int channels = statistics.getFirst().length;
    float[] factors = new float[channels];
    float[] terms = new float[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = Math.sqrt((double) statistics.get(3)[c] + norm.epsilon());
      double factor = statistics.get(0)[c] / deviation;
      factors[c] = (float) factor;
      terms[c] = (float) (statistics.get(1)[c] - statistics.get(2)[c] * factor);
    }
    Node node = site.node();
    Patch.Builder patch = site.patch();
    int[] shape = shape(node, channels);
    Value s =
        patch.add(
            node, node.name() + ".factor", new Constant(Tensor.of(factors, shape)), List.of());
    Value t =
        patch.add(node, node.name() + ".term", new Constant(Tensor.of(terms, shape)), List.of());
    Value scaled = patch.add(node, node.name() + "_scale", new Mul(), List.of(node.operand(0), s));
    return patch.replace(node, new Add(), List.of(scaled, t)).build();
  }

  private static int[] shape(Node node, int channels) {
    int[] shape = new int[node.type().rank() - 1];
    Arrays.fill(shape, 1);
    shape[0] = channels;
    return shape;
  }
}
