package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Imported transposed convolutions of random attributes compute what ONNX Runtime computes. */
class ConvTransposeTest {
  private static final int CASES = 400;

  @Test
  void agree() {
    int compared = 0;
    for (int seed = 0; seed < CASES; seed++) {
      compared += agree(new SplittableRandom(seed), "case " + seed) ? 1 : 0;
    }
    assertThat(compared).as("cases that ONNX Runtime computes").isGreaterThan(CASES / 2);
  }

  private static boolean agree(SplittableRandom random, String name) {
    int axes = random.nextInt(1, 4);
    int groups = random.nextInt(1, 3);
    List<Integer> kernel = list(random, axes, 1, 5);
    List<Integer> strides = list(random, axes, 1, 4);
    List<Integer> more = new ArrayList<>();
    strides.forEach(s -> more.add(random.nextInt(0, s)));
    Map<String, Object> attributes = new TreeMap<>();
    attributes.put("group", groups);
    attributes.put("strides", strides);
    attributes.put("dilations", list(random, axes, 1, 3));
    attributes.put("output_padding", more);
    if (random.nextInt(3) == 0) {
      attributes.put("kernel_shape", kernel);
    }
    switch (random.nextInt(5)) {
      case 0 -> attributes.put("auto_pad", random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER");
      case 1 -> attributes.put("output_shape", list(random, axes, 5, 12));
      case 2 -> attributes.put("auto_pad", "VALID");
      default -> attributes.put("pads", list(random, 2 * axes, 0, 3));
    }
    int[] shape = new int[axes + 2];
    int[] weight = new int[axes + 2];
    shape[0] = 2;
    shape[1] = weight[0] = 2 * groups;
    weight[1] = random.nextInt(1, 4);
    for (int i = 0; i < axes; i++) {
      shape[i + 2] = random.nextInt(2, 7);
      weight[i + 2] = kernel.get(i);
    }
    int operatorSet = random.nextBoolean() ? 7 : 22;
    boolean hasBias = random.nextBoolean();
    ModelBytes model =
        ModelBytes.of(operatorSet, shape)
            .floats("w", weight, Importing.random(weight).floats())
            .floats(
                "b", new int[] {weight[1] * groups}, Importing.random(weight[1] * groups).floats())
            .node(
                "ConvTranspose", hasBias ? List.of("x", "w", "b") : List.of("x", "w"), attributes);
    return Importing.agreeIfValid(
        "%s %s %s %s".formatted(name, attributes, Arrays.toString(shape), Arrays.toString(weight)),
        model.bytes(),
        Importing.random(shape));
  }

  private static List<Integer> list(SplittableRandom random, int count, int from, int to) {
    return random.ints(count, from, to).boxed().toList();
  }
}
