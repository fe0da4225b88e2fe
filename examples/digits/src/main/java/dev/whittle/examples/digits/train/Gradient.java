package dev.whittle.examples.digits.train;

/** Numbers for each weight and bias of a layer: derivatives, or the momentum they leave. */
record Gradient(float[] weight, float[] bias) {
  static Gradient zeros(Convolution layer) {
    return new Gradient(new float[layer.weight().length], new float[layer.bias().length]);
  }

  void add(Gradient other) {
    add(weight, other.weight);
    add(bias, other.bias);
  }

  /**
   * One step of gradient descent with momentum; these numbers are the momentum.
   *
   * @param gradient summed over {@code count} pictures
   */
  void step(Convolution layer, Gradient gradient, int count, float rate, float momentum) {
    step(layer.weight(), weight, gradient.weight, count, rate, momentum);
    step(layer.bias(), bias, gradient.bias, count, rate, momentum);
  }

  private static void step(
      float[] values, float[] velocity, float[] slope, int count, float rate, float momentum) {
    for (int i = 0; i < values.length; i++) {
      velocity[i] = momentum * velocity[i] + slope[i] / count;
      values[i] -= rate * velocity[i];
    }
  }

  private static void add(float[] target, float[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += source[i];
    }
  }
}
