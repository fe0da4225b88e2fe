package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Pad;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code pad(pad(x, p), q) -> pad(x, p + q)} when both pad with the same number. */
public record MergePads() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Pad outer)
        || !(site.producer(0).op() instanceof Pad inner)
        || Float.compare(outer.value(), inner.value()) != 0) {
      return Optional.empty();
    }
    List<Integer> sums =
        IntStream.range(0, outer.pads().size())
            .map(i -> outer.pads().get(i) + inner.pads().get(i))
            .boxed()
            .toList();
    return site.replaceBy(new Pad(sums, outer.value()), site.producer(0).operand(0));
  }
}
