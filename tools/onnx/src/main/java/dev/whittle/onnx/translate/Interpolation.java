package dev.whittle.onnx.translate;

/**
 * How {@code Resize} makes one axis: each result is a weighted sum of elements. Positions are
 * computed in the precision that ONNX Runtime has.
 *
 * @param input elements of the axis
 * @param output results
 * @param scale results per element
 * @param from where the part that is resized begins, of the axis' length; for tf_crop_and_resize
 * @param to where it ends
 */
record Interpolation(int input, int output, float scale, float from, float to) {
  /** How elements near a position are weighted. */
  sealed interface Mode {
    /** One element, by a rule of ONNX's. */
    record Nearest(String rounding) implements Mode {}

    /** The two beside it. */
    record Linear() implements Mode {}

    /** Four, by Keys' kernel (1981). */
    record Cubic(float a, boolean excludesOutside) implements Mode {}
  }

  /** Whether a result lies outside of the axis, where {@code coordinates} say what is there. */
  boolean isOutside(int result, String coordinates) {
    float at = position(result, coordinates);
    return coordinates.equals("tf_crop_and_resize") && (at < 0 || at > input - 1);
  }

  /** The weights, {@code [output, input]}; zeros for a result that lies outside. */
  float[] matrix(Mode mode, String coordinates) {
    float[] matrix = new float[Folding.count(output, input)];
    for (int i = 0; i < output; i++) {
      if (isOutside(i, coordinates)) {
        continue;
      }
      float at = position(i, coordinates);
      switch (mode) {
        case Mode.Nearest(String rounding) ->
            matrix[i * input + Math.clamp(nearest(at, rounding), 0, input - 1)] = 1;
        case Mode.Linear() -> {
          float inside = Math.clamp(at, 0, input - 1);
          int first = Math.min((int) inside, input - 1);
          float share = inside - first;
          matrix[i * input + first] += 1 - share;
          matrix[i * input + Math.min(first + 1, input - 1)] += share;
        }
        case Mode.Cubic(float a, boolean excludesOutside) ->
            cubic(matrix, i * input, at, a, excludesOutside);
      }
    }
    return matrix;
  }

  private float position(int i, String coordinates) {
    return switch (coordinates) {
      case "asymmetric" -> i / scale;
      case "half_pixel" -> (i + 0.5f) / scale - 0.5f;
      case "pytorch_half_pixel" -> output > 1 ? (i + 0.5f) / scale - 0.5f : 0;
      case "tf_half_pixel_for_nn" -> (i + 0.5f) / scale;
      case "align_corners" -> output > 1 ? (float) i * (input - 1) / (output - 1) : 0;
      case "half_pixel_symmetric" -> {
        float adjustment = output / (scale * input);
        float offset = input / 2f * (1 - adjustment);
        yield (float) (offset + (i + 0.5) / scale - 0.5);
      }
      case "tf_crop_and_resize" ->
          output > 1
              ? from * (input - 1) + i * (to - from) * (input - 1) / (output - 1)
              : 0.5f * (from + to) * (input - 1);
      default -> throw new Refusal("has coordinates " + coordinates, "");
    };
  }

  private static int nearest(float at, String rounding) {
    return (int)
        switch (rounding) {
          case "round_prefer_floor" -> Math.ceil(at - 0.5f);
          case "round_prefer_ceil" -> Math.floor(at + 0.5f);
          case "floor" -> Math.floor(at);
          case "ceil" -> Math.ceil(at);
          default -> throw new Refusal("rounds by " + rounding, "");
        };
  }

  private void cubic(float[] matrix, int row, float at, float a, boolean excludesOutside) {
    int first = (int) Math.floor(at);
    double t = at - first;
    double[] weights = {
      ((a * (t + 1) - 5 * a) * (t + 1) + 8 * a) * (t + 1) - 4 * a,
      ((a + 2) * t - (a + 3)) * t * t + 1,
      ((a + 2) * (1 - t) - (a + 3)) * (1 - t) * (1 - t) + 1,
      ((a * (2 - t) - 5 * a) * (2 - t) + 8 * a) * (2 - t) - 4 * a
    };
    double sum = 0;
    for (int tap = 0; tap < 4; tap++) {
      int index = first - 1 + tap;
      sum += excludesOutside && (index < 0 || index >= input) ? 0 : weights[tap];
    }
    for (int tap = 0; tap < 4; tap++) {
      int index = first - 1 + tap;
      if (!excludesOutside || index >= 0 && index < input) {
        double weight = excludesOutside ? weights[tap] / sum : weights[tap];
        matrix[row + Math.clamp(index, 0, input - 1)] += (float) weight;
      }
    }
  }
}
