package dev.whittle.tests.squeezenet;

import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network says to the pictures it is judged on.
 *
 * @param logits up to what is common to all classes
 */
record Answers(List<double[]> logits) {
  /**
   * Pictures as the network reads them, parted.
   *
   * @param even to calibrate on
   * @param odd to judge on
   */
  record Pictures(List<float[]> even, List<float[]> odd) {}

  /** The first {@code count} pictures, every other one to calibrate on. */
  static Pictures pictures(SqueezeNet net, int count) throws IOException {
    List<float[]> even = new ArrayList<>();
    List<float[]> odd = new ArrayList<>();
    PictureInput input =
        new PictureInput(
            ((Input) net.graph().inputs().getFirst().op()).preprocessing().orElseThrow());
    for (Picture picture : SqueezeNet.pictures(count).values()) {
      float[] values = new float[input.size()];
      input.write(picture, values, 0);
      (even.size() > odd.size() ? odd : even).add(values);
    }
    return new Pictures(even, odd);
  }

  /** What the network compiled by {@code pipeline} says. */
  static Answers of(SqueezeNet net, Pipeline pipeline, Pictures pictures) {
    List<float[]> calibrated = pictures.even();
    List<float[]> judged = pictures.odd();
    int lanes = Vectors.lanes();
    Data data =
        new Data(
            "pictures",
            calibrated.size(),
            item -> Map.of(SqueezeNet.INPUT, Tensor.of(calibrated.get(item), 1, 3, 227, 227)),
            List.of());
    Settings settings =
        new Settings(
            "whittle.generated",
            target -> pipeline,
            List.of(lanes),
            List.of(1),
            2,
            PassContext.UNLIMITED,
            (pass, after) -> {},
            Timings.none(),
            Optional.of(data));
    List<double[]> logits = new ArrayList<>();
    try (Model model =
        NetworkCompiler.compile(net.graph(), net.weights(), settings)
            .load(Options.standard().withLanes(lanes).withThreads(2))) {
      for (float[] values : judged) {
        float[] probabilities = new float[SqueezeNet.CLASSES];
        model.run(values, probabilities);
        logits.add(centred(probabilities));
      }
    }
    return new Answers(logits);
  }

  /** The mean distance of a logit. */
  double distance(Answers other) {
    double sum = 0;
    for (int i = 0; i < logits.size(); i++) {
      for (int k = 0; k < SqueezeNet.CLASSES; k++) {
        sum += Math.abs(logits.get(i)[k] - other.logits.get(i)[k]);
      }
    }
    return sum / SqueezeNet.CLASSES / logits.size();
  }

  /** The share of pictures with the same first answer. */
  double agreement(Answers other) {
    int same = 0;
    for (int i = 0; i < logits.size(); i++) {
      same += best(logits.get(i)) == best(other.logits.get(i)) ? 1 : 0;
    }
    return same / (double) logits.size();
  }

  private static int best(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double[] centred(float[] probabilities) {
    double[] logits = new double[probabilities.length];
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(Math.max(Float.MIN_VALUE, probabilities[i]));
      mean += logits[i] / logits.length;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] -= mean;
    }
    return logits;
  }
}
