package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Ledger;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.pipeline.TargetedPipeline;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What the pipelines of {@code resources/pipelines/Net.cnn} become for each target, and what each
 * step does to the network beside them; {@code -Dwhittle.bless=true} writes {@code expected.txt}.
 */
class BoundPipelineTest {
  private static final Path FOLDER = Path.of("src/test/resources/pipelines");

  @Test
  void stepsAndPatchesOfEveryTarget() throws IOException {
    Loaded loaded = Cnn.load(FOLDER.resolve("Net.cnn"));
    assertThat(loaded.diagnostics()).isEmpty();
    StringBuilder text = new StringBuilder();
    for (PipelineSpec spec : loaded.pipelines()) {
      TargetedPipeline pipeline = PipelineBinder.bind(spec).pipeline().orElseThrow();
      for (int lanes : List.of(16, 4, 1)) {
        text.append("%s, %d lanes%n".formatted(spec.name(), lanes));
        append(text, pipeline, loaded.graph().orElseThrow(), new Target(lanes, 1));
      }
    }
    Path expected = FOLDER.resolve("expected.txt");
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(expected, text.toString());
    }
    assertThat(text.toString()).isEqualTo(Files.readString(expected));
  }

  private static void append(
      StringBuilder text, TargetedPipeline pipeline, Graph graph, Target target) {
    Pipeline variant = pipeline.forTarget(target);
    PassContext context =
        PassContext.of(target, new Schedules(), new CompilingExecutor(), weights(graph));
    List<Ledger.Row> rows = new PassManager().run(variant, graph, context).ledger().rows();
    for (int i = 0; i < rows.size(); i++) {
      Pipeline.Step step = variant.steps().get(i);
      String options = new TreeMap<>(step.options()).toString();
      text.append(
          "  %-15s %2d patches, %2d nodes  %s%s%n"
              .formatted(
                  step.pass().info().name(),
                  rows.get(i).patches(),
                  rows.get(i).after().nodes(),
                  step.reason(),
                  options.equals("{}") ? "" : " " + options));
    }
  }

  private static Weights weights(Graph graph) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter(String name, TensorType type)) {
        int[] shape = type.shape().sizes();
        float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
        Arrays.fill(values, 0.5f);
        tensors.put(name, Tensor.of(values, shape));
      }
    }
    return Weights.of(tensors);
  }
}
