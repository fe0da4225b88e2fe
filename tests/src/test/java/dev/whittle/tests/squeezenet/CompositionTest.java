package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Approximate passes one after another on SqueezeNet: their ledger adds up. */
class CompositionTest {
  private static final int PICTURES = 6;
  private static final int SIZE = 99;

  private static final String PIPELINE =
      """
      pipeline composed {
        canonicalise
        prune-channels(layers: "fire2/squeeze1x1", density: 0.9, reconstruct: true, keep: "always")
        split-spatial(layers: "fire4/expand3x3, fire5/expand3x3", ratio: 1.5, keep: "always")
        factorise-channels(layers: "fire8/expand3x3, fire9/expand3x3", ratio: 1.5, keep: "always")
        factorise-dense(layers: "conv10", ratio: 1.5, keep: "always")
        prune-weights(layers: "fire6/expand3x3, fire7/*", density: 0.5)
      }

      network Any {
        input x: f32[1]
        output y = relu(x)
      }
      """;

  @Test
  void aPipelineOfFivePassesAddsUp() throws IOException {
    SqueezeNet net = SqueezeNet.small(SIZE);
    Answers.Pictures pictures = Answers.pictures(net, PICTURES);
    Subject subject = subject(net, data(pictures.even()));
    Trial trial = new Trial(data(pictures.odd()), 1, Runnable::run, Watcher.NONE);
    Report report = Account.measured(subject, trial);
    Line last = report.before();
    int passes = 0;
    for (Line line : report.lines()) {
      List<Approximation> layers = line.approximations();
      passes += layers.stream().anyMatch(Approximation::isDone) ? 1 : 0;
      if (!layers.isEmpty()) {
        assertThat(last.size().parameters() - line.size().parameters())
            .as(line.pass())
            .isEqualTo(saved(layers, Burden::parameters));
        assertThat(last.size().weightBytes() - line.size().weightBytes())
            .as(line.pass())
            .isEqualTo(saved(layers, Burden::bytes));
      }
      assertThat(last.size().cost().macs() - line.size().cost().macs())
          .as(line.pass())
          .isEqualTo(saved(layers, Burden::macs));
      assertThat(line.difference().orElseThrow().largest()).isFinite();
      layers.forEach(layer -> checkErrors(line, layer));
      last = line;
    }
    assertThat(passes).isEqualTo(5);
    checkTotals(report, subject.compile(subject.pipeline(), subject.graph()).graph());
  }

  private static void checkErrors(Line line, Approximation layer) {
    String name = line.pass() + " " + layer.layer();
    layer.error().ifPresent(error -> assertThat(error).as(name).isBetween(0.0, 1.0));
    layer.outputError().ifPresent(error -> assertThat(error).as(name).isBetween(0.0, 1.0));
    boolean isNarrower = layer.setting().startsWith("width");
    assertThat(layer.outputError().isPresent()).as(name).isEqualTo(layer.isDone() && !isNarrower);
  }

  private static long saved(List<Approximation> layers, ToLongFunction<Burden> figure) {
    return layers.stream()
        .filter(Approximation::isDone)
        .mapToLong(l -> figure.applyAsLong(l.before()) - figure.applyAsLong(l.after()))
        .sum();
  }

  /** Counts the final network anew, from the shapes alone. */
  private static void checkTotals(Report report, Graph graph) {
    Set<Op> stored = new HashSet<>();
    long parameters = 0;
    long macs = 0;
    for (Node node : graph.nodes()) {
      boolean isStored = node.op() instanceof Parameter || node.op() instanceof Constant;
      if (isStored && stored.add(node.op())) {
        parameters += elements(node.type().shape().sizes());
      }
      Op op = node.op() instanceof Lowered lowered ? lowered.op() : node.op();
      if (op instanceof Conv || op instanceof Dense) {
        int[] weight = graph.type(node.operand(1)).shape().sizes();
        macs += elements(node.type().shape().sizes()) * (elements(weight) / weight[0]);
      }
    }
    assertThat(report.after().size().parameters()).isEqualTo(parameters);
    assertThat(report.after().size().weightBytes()).isEqualTo(Float.BYTES * parameters);
    assertThat(report.after().size().cost().macs()).isEqualTo(macs);
    assertThat(macs).isLessThan(report.before().size().cost().macs());
    assertThat(parameters).isLessThan(report.before().size().parameters());
  }

  private static long elements(int[] sizes) {
    long product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  private static Data data(List<float[]> pictures) {
    return new Data(
        "pictures",
        pictures.size(),
        item -> Map.of(SqueezeNet.INPUT, Tensor.of(pictures.get(item), 1, 3, SIZE, SIZE)),
        List.of());
  }

  private static Subject subject(SqueezeNet net, Data calibration) {
    Loaded loaded = Cnn.read("composed.pipeline", PIPELINE, Path.of("."));
    assertThat(loaded.diagnostics()).isEmpty();
    Bound bound = PipelineBinder.bind(loaded.pipelines().getLast());
    assertThat(bound.diagnostics()).isEmpty();
    Target target = new Target(Vectors.lanes(), 2);
    return new Subject(
        net.graph(),
        net.graph().bindAll(1),
        net.weights(),
        bound.pipeline().orElseThrow().forTarget(target),
        target,
        PassContext.UNLIMITED,
        new Schedules(),
        new CompilingExecutor(),
        Timings.none(),
        Optional.of(calibration));
  }
}
