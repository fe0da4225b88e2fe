package dev.whittle.tests.loading;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Optional;
import java.util.Set;

/** Other weights of the same shapes: another version of a network. */
record ScaledWeights(Weights weights, float scale) implements Weights {
  @Override
  public Optional<Tensor> find(String name) {
    return weights.find(name).map(this::scaled);
  }

  @Override
  public Set<String> names() {
    return weights.names();
  }

  private Tensor scaled(Tensor tensor) {
    float[] values = tensor.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return Tensor.of(values, tensor.shape());
  }
}
