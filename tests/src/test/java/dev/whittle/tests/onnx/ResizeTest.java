package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Imported {@code Resize} in every mode computes what ONNX Runtime computes. */
class ResizeTest {
  private static final int[] SHAPE = {1, 2, 5, 4};
  private static final List<String> COORDINATES =
      List.of(
          "half_pixel",
          "pytorch_half_pixel",
          "align_corners",
          "asymmetric",
          "half_pixel_symmetric",
          "tf_half_pixel_for_nn",
          "tf_crop_and_resize");
  private static final float[][] SCALES = {
    {1, 1, 2, 3}, {1, 1, 0.7f, 1.5f}, {1, 1, 0.5f, 1}, {1, 1, 2, 2}, {1, 1, 3.3f, 0.26f}
  };
  private static final long[][] SIZES = {{1, 2, 10, 8}, {1, 2, 3, 7}, {1, 2, 1, 1}, {1, 2, 5, 9}};

  @Test
  void agree() {
    int compared = 0;
    int all = 0;
    for (int operatorSet : new int[] {11, 13, 19}) {
      for (String coordinates : COORDINATES) {
        if (operatorSet > 11 && coordinates.equals("tf_half_pixel_for_nn")) {
          continue;
        }
        for (String mode : List.of("nearest", "linear", "cubic")) {
          for (String rounding :
              mode.equals("nearest")
                  ? List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                  : List.of("floor")) {
            for (int i = 0; i < SCALES.length + SIZES.length; i++) {
              compared += agree(operatorSet, coordinates, mode, rounding, i) ? 1 : 0;
              all++;
            }
          }
        }
      }
    }
    assertThat(compared).as("cases that ONNX Runtime computes, of %s", all).isGreaterThan(all / 2);
  }

  private static boolean agree(
      int operatorSet, String coordinates, String mode, String rounding, int i) {
    Map<String, Object> attributes = new TreeMap<>();
    attributes.put("coordinate_transformation_mode", coordinates);
    attributes.put("mode", mode);
    attributes.put("nearest_mode", rounding);
    if (mode.equals("cubic") && i % 2 == 0) {
      attributes.put("exclude_outside", 1);
      attributes.put("cubic_coeff_a", -0.5f);
    }
    ModelBytes model =
        ModelBytes.of(operatorSet, SHAPE)
            .floats("none", new int[] {0})
            .floats("region", new int[] {8}, 0, 0, 0.1f, 0.2f, 1, 1, 0.9f, 0.7f);
    String region = coordinates.equals("tf_crop_and_resize") ? "region" : "none";
    if (i < SCALES.length) {
      model
          .floats("s", new int[] {4}, SCALES[i])
          .node("Resize", List.of("x", region, "s"), attributes);
    } else {
      model
          .integers("s", SIZES[i - SCALES.length])
          .node("Resize", List.of("x", region, "none", "s"), attributes);
    }
    if (coordinates.equals("align_corners") && i < SCALES.length && !isWhole(SCALES[i])) {
      assertThat(Importing.problems(model.bytes())).singleElement().asString().contains("corners");
      return true;
    }
    boolean isPart = region.equals("region") && (i == 2 || i == SCALES.length + 3);
    if (isPart) {
      assertThat(Importing.problems(model.bytes())).singleElement().asString().contains("part");
      return true;
    }
    return Importing.agreeIfValid(
        operatorSet + " " + attributes + " " + i, model.bytes(), Importing.random(SHAPE));
  }

  private static boolean isWhole(float[] scales) {
    return IntStream.range(0, SHAPE.length).allMatch(a -> SHAPE[a] * scales[a] % 1 == 0);
  }

  @Test
  void someAxesAgree() {
    for (String policy : List.of("stretch", "not_larger", "not_smaller")) {
      for (String mode : List.of("nearest", "linear")) {
        byte[] model =
            ModelBytes.of(19, SHAPE)
                .integers("sizes", 9, 7)
                .node(
                    "Resize",
                    List.of("x", "", "", "sizes"),
                    Map.of("axes", List.of(2, 3), "keep_aspect_ratio_policy", policy, "mode", mode))
                .bytes();
        Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
      }
    }
  }

  @Test
  void whatLiesOutsideIsExtrapolated() {
    for (String mode : List.of("nearest", "linear")) {
      for (float value : new float[] {0, 2.5f}) {
        Map<String, Object> attributes =
            Map.of(
                "coordinate_transformation_mode",
                "tf_crop_and_resize",
                "extrapolation_value",
                value,
                "mode",
                mode);
        byte[] whole =
            ModelBytes.of(13, SHAPE)
                .floats("region", new int[] {8}, 0, 0, -0.3f, 0.2f, 1, 1, 0.9f, 1.4f)
                .integers("sizes", SHAPE[0], SHAPE[1], 9, 8)
                .node("Resize", List.of("x", "region", "", "sizes"), attributes)
                .bytes();
        Importing.agree(whole, Map.of("x", Importing.random(SHAPE)));
        Map<String, Object> some = new TreeMap<>(attributes);
        some.put("axes", List.of(3, 2));
        byte[] part =
            ModelBytes.of(18, SHAPE)
                .floats("region", new int[] {4}, 0.2f, -0.3f, 1.4f, 0.9f)
                .integers("sizes", 8, 9)
                .node("Resize", List.of("x", "region", "", "sizes"), some)
                .bytes();
        Importing.agree(part, Map.of("x", Importing.random(SHAPE)));
      }
    }
  }

  @Test
  void antialiasIsReadWhereItChangesNothing() {
    assertThat(Importing.problems(filtered("linear", 0.5f)))
        .singleElement()
        .asString()
        .contains("aliases");
    assertThat(Importing.problems(filtered("cubic", 2)))
        .singleElement()
        .asString()
        .contains("aliases");
    Importing.agree(filtered("linear", 1.7f), Map.of("x", Importing.random(SHAPE)));
  }

  private static byte[] filtered(String mode, float scale) {
    return ModelBytes.of(19, SHAPE)
        .floats("s", new int[] {4}, 1, 1, scale, scale)
        .node("Resize", List.of("x", "", "s"), Map.of("mode", mode, "antialias", 1))
        .bytes();
  }
}
