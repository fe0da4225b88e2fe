package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Transpose;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/** {@code transpose(x) -> reshape(x)} when only axes of size 1 move past others. */
public record ReplaceTransposeByReshape() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Transpose(List<Integer> permutation))) {
      return Optional.empty();
    }
    TensorType x = site.type(0);
    List<Integer> moved = permutation.stream().filter(a -> !x.shape().dim(a).is(1)).toList();
    if (!moved.stream().sorted().toList().equals(moved)) {
      return Optional.empty();
    }
    return Facts.reshape(x, site.node().type())
        .flatMap(shape -> site.replaceBy(new Reshape(shape), site.operand(0)));
  }
}
