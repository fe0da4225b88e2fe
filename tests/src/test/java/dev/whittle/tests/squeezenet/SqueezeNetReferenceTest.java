package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Workers;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.onnx.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The evaluator against ONNX Runtime, and compiled code against the evaluator, on pictures. */
class SqueezeNetReferenceTest {
  private static final double TOLERANCE = 1e-4;
  private static final float PROBABILITY_TOLERANCE = 1e-5f;
  private static final List<Integer> BATCHES = List.of(1, 2, 5);
  private static final Path ONNX = SqueezeNet.SHARED.resolve("models/squeezenet1.1.onnx");

  @Test
  void evaluatorAgreesWithTheOnnxFile() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    Map<String, Tensor> input = Map.of(SqueezeNet.INPUT, net.batch(1));
    Evaluation evaluation = ReferenceEvaluator.trace(net.graph(), net.weights(), input);
    Tensor theirs = OnnxRuntime.run(ONNX, input).values().iterator().next();
    Agreement agreement = Agreement.of(evaluation, Map.of(SqueezeNet.OUTPUT, flat(theirs)));
    System.out.println("SqueezeNet, evaluator against the ONNX file: " + agreement);
    assertThat(agreement.error()).as(agreement::toString).isLessThanOrEqualTo(TOLERANCE);
  }

  @Test
  void compiledCodeAgreesAtEveryWidthBatchAndThreadCount() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    Tensor five = net.batch(5);
    Map<Integer, Evaluation> expected = new HashMap<>();
    for (int batch : BATCHES) {
      Map<String, Tensor> input = Map.of(SqueezeNet.INPUT, SqueezeNet.first(batch, five));
      expected.put(batch, ReferenceEvaluator.trace(net.graph(), net.weights(), input));
    }
    try (Workers pair = Workers.of(2)) {
      for (int lanes : List.of(16, 8, 4, 1)) {
        List<Integer> batches =
            lanes == Vectors.lanes() || Cases.isFull() ? BATCHES : BATCHES.subList(0, 1);
        CompiledNetwork compiled = net.compile(List.of(lanes), batches);
        ClassLoader classes = new GeneratedClasses(compiled.classes());
        Options options = Options.standard().withLanes(lanes).poisoned();
        try (Model single = Model.load(compiled.file(), classes, options.withThreads(1));
            Model shared = Model.load(compiled.file(), classes, options.withWorkers(pair))) {
          for (int batch : batches) {
            Map<String, Tensor> input = Map.of(SqueezeNet.INPUT, SqueezeNet.first(batch, five));
            Map<String, Tensor> actual = single.run(input);
            check("%d lanes, batch %d".formatted(lanes, batch), expected.get(batch), actual);
            assertThat(shared.run(input))
                .as("%d lanes, batch %d on two threads", lanes, batch)
                .isEqualTo(actual);
          }
        }
      }
    }
  }

  private static void check(String what, Evaluation expected, Map<String, Tensor> actual) {
    Agreement agreement = Agreement.of(expected, actual);
    float[] reference = expected.outputs().get(SqueezeNet.OUTPUT).floats();
    float[] probabilities = actual.get(SqueezeNet.OUTPUT).floats();
    float furthest = 0;
    for (int i = 0; i < reference.length; i++) {
      furthest = Math.max(furthest, Math.abs(reference[i] - probabilities[i]));
    }
    System.out.printf("SqueezeNet, %s: %.1e, |Δp| %.1e%n", what, agreement.error(), furthest);
    assertThat(agreement.error()).as(what + ": " + agreement).isLessThanOrEqualTo(TOLERANCE);
    assertThat(furthest).as(what + ": |Δp|").isLessThanOrEqualTo(PROBABILITY_TOLERANCE);
  }

  private static Tensor flat(Tensor probabilities) {
    return Tensor.of(probabilities.floats(), 1, SqueezeNet.CLASSES);
  }
}
