package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With two ways to run a convolution, a pin decides, also where activations are fused. */
class PinKernelsTest {
  private static final Target TARGET = new Target(8, 1);
  private static final String NETWORK =
      """
      network Net {
        input x: f32[1, 8, 9, 9]
        conv1 = x |> conv(8, kernel: 3) |> relu
        conv2 = conv1 |> conv(8, kernel: 3) |> relu
        conv3 = conv2 |> conv(8, kernel: 1) |> relu
        output y = conv3
      }
      """;

  @Test
  void theCheaperKernelIsChosenUnlessAnotherIsPinned() {
    assertThat(algorithms("fuse-epilogues"))
        .isEqualTo(Map.of("conv1", "direct", "conv2", "direct", "conv3", "direct"));
    assertThat(algorithms("pin-kernels(layers: \"conv2\", algorithm: \"slow\")"))
        .isEqualTo(Map.of("conv1", "direct", "conv2", "slow/er", "conv3", "direct"));
  }

  @Test
  void pinsSurviveFusionOnEitherSide() {
    String pin = "pin-kernels(layers: \"conv1..conv2\", algorithm: \"slow\")\n";
    Map<String, String> expected =
        Map.of("conv1", "slow/er", "conv2", "slow/er", "conv3", "direct");
    assertThat(algorithms(pin + "fuse-epilogues")).isEqualTo(expected);
    assertThat(algorithms("fuse-epilogues\n" + pin)).isEqualTo(expected);
  }

  @Test
  void theLastPinCountsAndLayersWithoutTheKernelAreLeftAlone() {
    assertThat(
            algorithms(
                """
                pin-kernels(layers: "kind:conv", algorithm: "slow")
                pin-kernels(layers: "*", algorithm: "direct")
                pin-kernels(layers: "kernel:1x1, kind:relu", algorithm: "slow")
                """))
        .isEqualTo(Map.of("conv1", "direct", "conv2", "direct", "conv3", "slow/er"));
  }

  @Test
  void aVariantIsPinnedByItsOwnNameOrByTheAlgorithms() {
    assertThat(
            algorithms(
                """
                pin-kernels(layers: "conv1", algorithm: "slow/est")
                pin-kernels(layers: "conv2", algorithm: "slow")
                """))
        .isEqualTo(Map.of("conv1", "slow/est", "conv2", "slow/er", "conv3", "direct"));
  }

  @Test
  void aLargeErrorIsAllowedByChooseKernelsOrByName() {
    assertThat(algorithms("choose-kernels(error: 0.00009)").values()).containsOnly("direct");
    assertThat(algorithms("choose-kernels(error: 0.0001)")).containsEntry("conv1", "rough");
    assertThat(algorithms("pin-kernels(layers: \"conv2\", algorithm: \"rough\")"))
        .isEqualTo(Map.of("conv1", "direct", "conv2", "rough", "conv3", "direct"));
  }

  @Test
  void pinnedGraphsPrintAndReadBack() {
    List<Graph> pinned = new ArrayList<>();
    run(
        "pin-kernels(layers: \"conv2\", algorithm: \"slow\")",
        new PassManager((pass, graph) -> {
          if (pass.name().equals("pin-kernels")) {
            pinned.add(graph);
          }
        }));
    GraphText text = GraphPrinter.print(pinned.getFirst());
    assertThat(text.text()).contains("@lowered(\"open:slow\"");
    assertThat(Cnn.read("Net.cnn", text.text(), Path.of(""), Weights.of(text.constants())).graph())
        .contains(pinned.getFirst());
  }

  private static Map<String, String> algorithms(String steps) {
    Map<String, String> algorithms = new LinkedHashMap<>();
    run(steps, new PassManager())
        .nodes()
        .forEach(node -> {
          if (node.op() instanceof Lowered lowered && lowered.op() instanceof Conv) {
            algorithms.put(node.name(), lowered.algorithm());
          }
        });
    return algorithms;
  }

  private static Graph run(String steps, PassManager manager) {
    String text = NETWORK + "\npipeline P {\n" + steps + "\n}\n";
    var loaded = Cnn.read("Net.cnn", text, Path.of(""));
    assertThat(loaded.diagnostics()).extracting(Diagnostic::message).isEmpty();
    PipelineSpec spec = loaded.pipelines().getFirst();
    PassContext context =
        PassContext.of(TARGET, withSlowTwins(), new CompilingExecutor(), Weights.of(Map.of()));
    return manager
        .run(
            PipelineBinder.bind(spec).pipeline().orElseThrow().forTarget(TARGET),
            loaded.graph().orElseThrow(),
            context)
        .graph();
  }

  /** The production kernels; of convolutions the direct one, two slower ones and a rough one. */
  private static Kernels withSlowTwins() {
    Schedules schedules = new Schedules();
    return (op, operands, results, target) -> {
      List<Candidate> candidates =
          new ArrayList<>(schedules.candidates(op, operands, results, target));
      if (op instanceof Conv) {
        candidates.removeIf(c -> !c.algorithm().equals("direct"));
        for (Candidate c : List.copyOf(candidates)) {
          candidates.add(slow(c, "slow/er", 100));
          candidates.add(slow(c, "slow/est", 1000));
          candidates.add(rough(c));
        }
      }
      return candidates;
    };
  }

  private static Candidate slow(Candidate c, String name, int factor) {
    return new Candidate(
        name,
        c.operandLayouts(),
        c.layout(),
        c.fusesActivation(),
        c.fusesResidual(),
        c.scratchFloats(),
        c.efficiency() / factor);
  }

  private static Candidate rough(Candidate c) {
    return new Candidate(
        "rough",
        c.operandLayouts(),
        c.layout(),
        c.fusesActivation(),
        c.fusesResidual(),
        c.scratchFloats(),
        2,
        1e-4);
  }
}
