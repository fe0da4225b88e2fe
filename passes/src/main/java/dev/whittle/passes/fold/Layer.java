package dev.whittle.passes.fold;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution or dense layer whose only reader is the site, so that what the site does may move
 * into its weights.
 *
 * <p>Weights that were computed here are constants: a parameter is a tensor of the weights file,
 * and these are not in it any more. They are named after the layer.
 */
record Layer(Site site, Node node) {
  /** The layer that makes operand {@code index} of {@code site}. */
  static Optional<Layer> at(Site site, int index) {
    Node node = site.producer(index);
    boolean isLayer = node.op() instanceof Conv || node.op() instanceof Dense;
    boolean isFloat = site.type(index).element() == ElementType.F32;
    return isLayer && isFloat && site.isOnlyUse(site.operand(index))
        ? Optional.of(new Layer(site, node))
        : Optional.empty();
  }

  int outputs() {
    return node.type().shape().size(1);
  }

  boolean hasBias() {
    return node.operands().size() > 2;
  }

  /** The bias, zeros where there is none; nothing when its elements are not at hand. */
  Optional<float[]> bias() {
    return hasBias()
        ? site.known(node.operand(2)).map(b -> b.floats().clone())
        : Optional.of(new float[outputs()]);
  }

  Optional<Tensor> weight() {
    return site.known(node.operand(1));
  }

  /** Replaces the site by this layer with the bias {@code bias}. */
  Optional<Patch> withBias(float[] bias) {
    Patch.Builder patch = site.patch();
    return finish(patch, node.operand(1), bias(patch, bias));
  }

  /** Replaces the site by this layer with other weights and, if it had one, another bias. */
  Optional<Patch> with(Tensor weight, Optional<float[]> bias) {
    Patch.Builder patch = site.patch();
    Value folded = patch.add(node, node.name() + ".folded_weight", new Constant(weight), List.of());
    return finish(patch, folded, bias.flatMap(b -> bias(patch, b)));
  }

  private Optional<Value> bias(Patch.Builder patch, float[] bias) {
    Constant constant = new Constant(Tensor.of(bias, bias.length));
    return Optional.of(patch.add(node, node.name() + ".folded_bias", constant, List.of()));
  }

  private Optional<Patch> finish(Patch.Builder patch, Value weight, Optional<Value> bias) {
    List<Value> operands = new ArrayList<>(List.of(node.operand(0), weight));
    bias.ifPresent(operands::add);
    Value result = patch.add(node, node.op(), operands);
    patch.replace(node.value(), result).replace(site.node().value(), result);
    return Optional.of(patch.build());
  }
}
