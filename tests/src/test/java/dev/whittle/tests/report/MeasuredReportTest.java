package dev.whittle.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.passes.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a report measures: times of compiled code, and how far a pass moved the outputs. */
class MeasuredReportTest {
  private static final int ITEMS = 5;
  private static final Target TARGET = new Target(8, 1);

  /** Multiplies the network's input: a pass that changes answers, and says it does not. */
  private record Brighten(float factor) implements Pass {
    @Override
    public PassInfo info() {
      return new PassInfo(
          "brighten",
          "Multiplies the input.",
          List.of(),
          Level.PORTABLE,
          Level.PORTABLE,
          Exactness.EXACT,
          false);
    }

    @Override
    public Graph run(Graph graph, PassContext context) {
      Node image = graph.inputs().getFirst();
      Patch.Builder patch = Patch.of(graph, "brighten", "Brighten");
      Value by =
          patch.add(image, "factor", new Constant(Tensor.of(new float[] {factor}, 1)), List.of());
      Value product = patch.add(image, "bright", new Mul(), List.of(image.value(), by));
      return context.apply(graph, patch.replace(image.value(), product).build());
    }
  }

  @Test
  void exactPassesMoveNothingBeyondRounding() {
    Report report = measured(Pipelines.EXACT);
    assertThat(report.lines()).hasSize(1 + Pipelines.EXACT.steps().size());
    assertThat(report.measurement()).hasValue(new Report.Measurement("noise", 3));
    for (Line line : report.lines()) {
      Difference difference = line.difference().orElseThrow();
      assertThat(line.measured().orElseThrow()).isPositive();
      assertThat(difference.items()).isEqualTo(ITEMS);
      assertThat(difference.sameAnswers()).hasValue(ITEMS);
      assertThat(difference.rightAnswers().orElseThrow()).isBetween(0, ITEMS);
      assertThat(difference.relative().orElseThrow()).isBetween(0.0, 1e-5);
    }
    assertThat(report.before().difference().orElseThrow().largest()).isZero();
    assertThat(report.after().size().nodes()).isLessThan(report.before().size().nodes());
    for (Layer layer : report.layers()) {
      assertThat(layer.measured().orElseThrow() > 0).isEqualTo(!layer.kernel().isEmpty());
    }
  }

  @Test
  void aPassThatMovesTheOutputsIsFoundOutAtItsLine() {
    Pipeline pipeline = pipeline(new Brighten(1.5f));
    Networks.Network network = Networks.resNet(1, 32, 8, 1);
    Report report = measured(pipeline);
    assertThat(report.before().difference().orElseThrow().largest()).isZero();
    Difference brightened = report.lines().get(1).difference().orElseThrow();
    assertThat(report.lines().get(1).pass()).isEqualTo("brighten");
    assertThat(report.after().difference()).hasValue(brightened);

    double largest = 0;
    Input input = (Input) network.graph().inputs().getFirst().op();
    for (int item = 0; item < ITEMS; item++) {
      Map<String, Tensor> noise = noise(input, item);
      float[] bright = noise.get("image").floats().clone();
      for (int i = 0; i < bright.length; i++) {
        bright[i] *= 1.5f;
      }
      Tensor other = Tensor.of(bright, noise.get("image").shape());
      Evaluation expected = ReferenceEvaluator.trace(network.graph(), network.weights(), noise);
      Map<String, Tensor> actual =
          ReferenceEvaluator.evaluate(network.graph(), network.weights(), Map.of("image", other));
      float[] one = expected.outputs().get("probability").floats();
      float[] two = actual.get("probability").floats();
      for (int i = 0; i < one.length; i++) {
        largest = Math.max(largest, Math.abs(one[i] - two[i]));
      }
      if (item == 0) {
        double relative = Agreement.of(expected, actual).error();
        assertThat(brightened.relative().orElseThrow() / relative).isBetween(0.99, 1.01);
      }
    }
    assertThat(largest).isGreaterThan(1e-3);
    assertThat(brightened.largest() / largest).isBetween(0.99, 1.01);
  }

  private static Report measured(Pipeline pipeline) {
    Networks.Network network = Networks.resNet(1, 32, 8, 1);
    Subject subject =
        new Subject(
            network.graph(),
            network.graph(),
            network.weights(),
            pipeline,
            TARGET,
            PassContext.UNLIMITED,
            new Schedules(),
            new CompilingExecutor(),
            Timings.none());
    Input input = (Input) network.graph().inputs().getFirst().op();
    Data data = new Data("noise", ITEMS, item -> noise(input, item), List.of(0, 1, 2, 3, 4));
    return Account.measured(subject, new Trial(data, 3, Runnable::run, Watcher.NONE));
  }

  private static Pipeline pipeline(Pass first) {
    List<Pipeline.Step> steps = new ArrayList<>();
    steps.add(new Pipeline.Step(first, Map.of(), "to be found out"));
    steps.addAll(Pipelines.NONE.steps());
    return new Pipeline("bright", steps);
  }

  private static Map<String, Tensor> noise(Input input, int item) {
    Random random = new Random(item);
    int[] shape = input.type().shape().sizes();
    float[] values = new float[(int) Tensor.elementCount(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Map.of("image", Tensor.of(values, shape));
  }
}
