package dev.whittle.passes.fold;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Mul;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Tensor;
import java.util.Optional;

/**
 * {@code conv(x, w, b) * s -> conv(x, w · s, b · s)} for a factor or divisor per output channel,
 * and the same for dense layers.
 */
public record FoldScaleIntoLayer() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (site.op() instanceof Mul) {
      return fold(site, 0).or(() -> fold(site, 1));
    }
    return site.op() instanceof Div ? fold(site, 0) : Optional.empty();
  }

  private static Optional<Patch> fold(Site site, int index) {
    Optional<Layer> layer = Layer.at(site, index);
    if (layer.isEmpty() || !site.node().type().equals(site.type(index))) {
      return Optional.empty();
    }
    Optional<float[]> factors = Channels.of(site, site.operand(1 - index), site.type(index));
    Optional<Tensor> weight = layer.get().weight();
    Optional<float[]> bias = layer.get().bias();
    if (factors.isEmpty() || weight.isEmpty() || bias.isEmpty()) {
      return Optional.empty();
    }
    boolean isQuotient = site.op() instanceof Div;
    float[] weights = weight.get().floats().clone();
    int row = weights.length / factors.get().length;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = scale(weights[i], factors.get()[i / row], isQuotient);
    }
    for (int o = 0; o < bias.get().length; o++) {
      bias.get()[o] = scale(bias.get()[o], factors.get()[o], isQuotient);
    }
    Tensor scaled = Tensor.of(weights, weight.get().shape());
    return layer.get().with(scaled, bias.filter(b -> layer.get().hasBias()));
  }

  private static float scale(float value, float factor, boolean isQuotient) {
    return isQuotient ? value / factor : value * factor;
  }
}
