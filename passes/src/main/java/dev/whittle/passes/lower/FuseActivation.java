package dev.whittle.passes.lower;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/**
 * {@code activation(op(x…)) -> op[activation](x…)}: the producing kernel applies the function
 * before it stores its result. A function that makes infinities of finite numbers stays alone: it
 * would run on the lanes that fill up the last block of channels too, and what it leaves there
 * would spoil sums.
 */
public record FuseActivation() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Lowered(Activation activation, _, _, _, List<Epilogue> own))
        || !own.isEmpty()
        || !activation.keepsFinite()
        || !site.isOnlyUse(site.operand(0))) {
      return Optional.empty();
    }
    Node producer = site.producer(0);
    return Epilogues.extend(site, producer, List.of(new Epilogue.Apply(activation)), List.of());
  }
}
