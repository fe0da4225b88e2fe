package dev.whittle.passes.factorise;

import dev.whittle.passes.PassContext;
import java.util.Optional;

/** A way to take layers apart. */
@FunctionalInterface
public interface Method {
  /**
   * The factorisations of {@code layer}; nothing when it is not the kind of layer this is for.
   *
   * @param context whose running pass has the options
   */
  Optional<Factorisation> of(Layer layer, PassContext context);
}
