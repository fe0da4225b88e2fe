package dev.whittle.tests.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement.Space;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.memory.LiveSet;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What well-known networks need at run time, against what they keep alive. */
class MemoryTest {
  /** A concat's buffer is there as a whole before all of its branches are. */
  private static final double ALLOWANCE = 1.1;

  @ParameterizedTest
  @CsvSource({"16, 1", "16, 2", "16, 5", "8, 1", "4, 1", "1, 1"})
  void squeezeNetNeedsNoMoreThanItsTwoLargestNeighbours(int lanes, int batch) {
    Graph planned = plan(Networks.squeezeNet(batch), lanes);
    int largest = 64 * 113 * 113 + 64 * 56 * 56;
    assertThat(planned.memory().orElseThrow().arenaFloats()).isEqualTo(batch * largest);
    assertThat(LiveSet.floats(planned)).isEqualTo(batch * largest);
  }

  @Test
  void squeezeNetCopiesNothing() {
    Graph planned = plan(Networks.squeezeNet(1), 16);
    assertThat(reorders(planned)).isEmpty();
    assertThat(planned.nodes().stream().map(Node::op))
        .filteredOn(op -> op instanceof Lowered lowered && lowered.op() instanceof Concat)
        .hasSize(8)
        .allMatch(op -> ((Lowered) op).isView());
  }

  static Stream<Networks.Network> networks() {
    return Stream.of(
        Networks.resNet(1, 224, 64, 3, 4, 6, 3),
        Networks.resNet(2, 64, 16, 2, 2),
        Networks.inception(1),
        Networks.inception(3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void arenasStayNearTheLiveSet(Networks.Network network) {
    Graph planned = plan(network, 16);
    long bound = LiveSet.floats(planned);
    assertThat((double) planned.memory().orElseThrow().arenaFloats())
        .isLessThanOrEqualTo(ALLOWANCE * bound);
    Verifier.verify(planned, Level.PLANNED);
  }

  @Test
  void residualsAreAddedInPlace() {
    Graph planned = plan(Networks.resNet(1, 64, 16, 3), 16);
    List<Node> last =
        planned.nodes().stream()
            .filter(n -> n.name().equals("s0/b1/conv3") || n.name().equals("s0/b2/conv3"))
            .toList();
    assertThat(last).hasSize(2);
    assertThat(planned.memory().orElseThrow().placements().get(last.get(1).value()))
        .isEqualTo(planned.memory().orElseThrow().placements().get(last.get(0).value()));
  }

  /** Both kinds of parts, images and channels, of one buffer whose images move apart. */
  @Test
  void partsOfPartsLieWhereTheyShould() {
    String source =
        """
        network Parts {
          input x: f32[2, 4]
          wide, narrow = split(tanh(x), axis: 1, sizes: [3, 1])
          first, second = split(sigmoid(narrow), axis: 0, sizes: [1, 1])
          output a = sigmoid(wide)
          output b = relu(first)
          output c = tanh(second)
        }
        """;
    Graph graph = Cnn.read("Parts.cnn", source, Path.of(".")).graphs().getFirst();
    Graph planned = plan(new Networks.Network(graph, Weights.of(Map.of())), 4);
    Verifier.verify(planned, Level.PLANNED);
    assertThat(planned.nodes().stream().map(Node::op))
        .filteredOn(op -> op instanceof Lowered lowered && lowered.op() instanceof Split)
        .hasSize(2)
        .allMatch(op -> ((Lowered) op).isView());
  }

  private static List<Node> reorders(Graph planned) {
    return planned.nodes().stream()
        .filter(n -> n.op() instanceof Reorder)
        .filter(
            n -> planned.memory().orElseThrow().placements().get(n.value()).space() == Space.ARENA)
        .toList();
  }

  private static Graph plan(Networks.Network network, int lanes) {
    PassContext context =
        PassContext.of(
            new Target(lanes, 1), new Schedules(), new CompilingExecutor(), network.weights());
    return new PassManager().run(Pipelines.EXACT, network.graph(), context).graph();
  }
}
