package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Sub;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Optional;

/** {@code x - constant -> x + (-constant)}. */
public record ReplaceSubByAdd() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Sub) || site.type(0).element() != ElementType.F32) {
      return Optional.empty();
    }
    return site.constant(site.operand(1)).map(constant -> negated(site, constant));
  }

  private static Patch negated(Site site, Tensor constant) {
    float[] values = constant.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    Patch.Builder patch = site.patch();
    Constant negative = new Constant(Tensor.of(values, constant.shape()));
    Value right = patch.add(site.producer(1), negative, List.of());
    return patch.replace(site.node(), new Add(), List.of(site.operand(0), right)).build();
  }
}
