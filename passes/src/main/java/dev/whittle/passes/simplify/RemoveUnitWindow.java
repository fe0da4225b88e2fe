package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Upsample;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code max_pool(x, 1x1) -> x} and {@code upsample(x, by 1) -> x}. */
public record RemoveUnitWindow() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    boolean isUnit =
        switch (site.op()) {
          case MaxPool pool ->
              Stream.of(pool.kernel(), pool.strides()).flatMap(List::stream).allMatch(i -> i == 1);
          case Upsample upsample ->
              upsample.mode() == Upsample.Mode.NEAREST
                  && upsample.scales().stream().allMatch(i -> i == 1);
          default -> false;
        };
    return isUnit ? site.replaceBy(site.operand(0)) : Optional.empty();
  }
}
