package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The model of {@link TinyProgram}. */
final class TinyModel {
  static final float[] WEIGHT = {1, 2, 3, 4, 0, 1, 0, 1, 2, 0, 2, 0};
  static final List<String> LABELS = List.of("ant", "bee", "cat");

  private TinyModel() {}

  static ModelFile file(int... batches) {
    List<Plan> plans = new ArrayList<>();
    for (int batch : batches) {
      plans.add(plan(batch));
    }
    return new ModelFile(
        "Tiny",
        Program.ABI,
        plans,
        Map.of(
            "x",
            new Preprocessing(
                0, 2, 2, Preprocessing.ChannelOrder.GREY, 1f, List.of(0f), List.of(1f))),
        Map.of("p", LABELS),
        Weights.of(Map.of("fc.weight", Tensor.of(WEIGHT, 3, 4))));
  }

  /** Files of other plans, of the same weights. */
  static ModelFile file(List<Plan> plans) {
    ModelFile file = file(1);
    return new ModelFile(
        file.name(), file.abi(), plans, file.preprocessing(), file.labels(), file.weights());
  }

  static Plan plan(int batch) {
    Class<?> type = batch == 1 ? TinyProgram.class : TinyProgram.Eight.class;
    return plan(type.getName(), batch, 1);
  }

  static Plan plan(String program, int batch, int lanes) {
    return new Plan(
        program,
        batch,
        lanes,
        TinyProgram.arenaFloats(batch),
        32,
        32,
        List.of(
            new Step(
                "fc", "f32_dense__scalar", "Tiny.cnn:3", 3 * batch, 24L * batch, 64, 9_000, true),
            new Step(
                "norm", "f32_normalise__scalar", "Tiny.cnn:4", batch, 6L * batch, 24, 9_000, true)),
        List.of(new Port("x", ElementType.F32, List.of(batch, 1, 2, 2), TinyProgram.inputOffset())),
        List.of(new Port("p", ElementType.F32, List.of(batch, 3), TinyProgram.outputOffset(batch))),
        List.of(new PackedWeight("fc.weight", Layout.parse("OI"), Plan.BASE)));
  }

  /** What the model answers. */
  static float[] expected(float[] input) {
    int items = input.length / 4;
    float[] output = new float[3 * items];
    for (int item = 0; item < items; item++) {
      float total = 0;
      for (int o = 0; o < 3; o++) {
        float sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += WEIGHT[o * 4 + i] * input[item * 4 + i];
        }
        output[item * 3 + o] = sum;
        total += sum;
      }
      for (int o = 0; o < 3; o++) {
        output[item * 3 + o] /= total;
      }
    }
    return output;
  }

  static float[] input(int items) {
    float[] input = new float[4 * items];
    for (int i = 0; i < input.length; i++) {
      input[i] = 1 + i % 7;
    }
    return input;
  }
}
