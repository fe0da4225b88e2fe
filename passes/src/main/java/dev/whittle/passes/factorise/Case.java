package dev.whittle.passes.factorise;

import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Size;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A layer, all that can be made of it, and what it costs as it is.
 *
 * @param id of its node
 */
record Case(int id, Layer layer, Factorisation factorisation, Burden whole, PassContext context) {
  /** The next rank that is weighed after {@code rank}, 0 being before the first; none after all. */
  OptionalInt next(int rank) {
    int full = factorisation.fullRank();
    return rank >= full
        ? OptionalInt.empty()
        : OptionalInt.of(Math.min(full, rank + factorisation.step()));
  }

  /** Sizes at {@code rank}, without a time. */
  Size size(int rank) {
    return factorisation.size(layer, rank);
  }

  /** Whether {@code rank} could be worth it as far as sizes tell. */
  boolean isLess(int rank) {
    Size size = size(rank);
    return switch (context.option(Criteria.KEEP, String.class)) {
      case "always" -> true;
      case "smaller" -> size.parameters() < whole.parameters();
      default -> size.cost().macs() < whole.macs();
    };
  }

  Burden burden(int rank) {
    return Burdens.of(factorisation.chain(rank), layer, context);
  }

  /** Why what costs {@code after} is not wanted; nothing when it is. */
  Optional<String> objection(Burden after) {
    return switch (context.option(Criteria.KEEP, String.class)) {
      case "always" -> Optional.empty();
      case "smaller" ->
          after.parameters() < whole.parameters()
              ? Optional.empty()
              : Optional.of("not fewer parameters");
      default ->
          after.macs() >= whole.macs()
              ? Optional.of("not fewer multiply-adds")
              : after.isFasterThan(whole)
                  ? Optional.empty()
                  : Optional.of("not faster with the best kernels");
    };
  }

  /** That the layer stays as it is, before any rank was tried. */
  Approximation left(String objection) {
    return new Approximation(layer.name(), "", whole, whole, OptionalDouble.empty(), objection);
  }
}
