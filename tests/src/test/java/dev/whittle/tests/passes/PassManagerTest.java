package dev.whittle.tests.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.verify.VerificationException;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.Ledger;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassManagerTest {
  private static final Target TARGET = new Target(16, 1);

  @Test
  void theLedgerCountsWhatEachPassDid() {
    Compilation done = compile(Networks.squeezeNet(1), Pipelines.EXACT, PassContext.UNLIMITED);
    Ledger ledger = done.ledger();
    assertThat(ledger.before().nodes()).isEqualTo(68);
    assertThat(ledger.before().parameters()).isEqualTo(1_235_496);
    assertThat(ledger.before().cost().macs()).isEqualTo(387_747_520);
    assertThat(ledger.rows()).hasSameSizeAs(Pipelines.EXACT.steps());
    assertThat(row(ledger, "fuse-epilogues").patches()).isEqualTo(26);
    assertThat(row(ledger, "fuse-epilogues").after().nodes()).isEqualTo(41);
    assertThat(row(ledger, "share-buffers").patches()).isEqualTo(8);
    assertThat(ledger.after().cost().macs()).isEqualTo(ledger.before().cost().macs());
    assertThat(ledger.after().arenaBytes()).hasValue(4 * 1_017_920);
  }

  @Test
  void compilationIsDeterministic() {
    Graph once = compile(Networks.inception(2), Pipelines.EXACT, PassContext.UNLIMITED).graph();
    Graph again = compile(Networks.inception(2), Pipelines.EXACT, PassContext.UNLIMITED).graph();
    assertThat(GraphPrinter.print(once).text()).isEqualTo(GraphPrinter.print(again).text());
  }

  @Test
  void aLimitStopsOptionalPatchesOnly() {
    Networks.Network network = Networks.resNet(1, 32, 16, 1);
    long all = optional(network, PassContext.UNLIMITED);
    for (long limit : new long[] {0, 1, 7, all - 1, all, all + 5}) {
      assertThat(optional(network, limit)).isEqualTo(Math.min(limit, all));
      assertThat(compile(network, Pipelines.EXACT, limit).graph().memory()).isPresent();
    }
  }

  @Test
  void everyPassHasNothingLeftToDoAfterIt() {
    Networks.Network network = Networks.resNet(1, 32, 16, 1);
    PassContext context =
        PassContext.of(TARGET, new Schedules(), new CompilingExecutor(), network.weights());
    Graph graph = network.graph();
    for (Pipeline.Step step : Pipelines.EXACT.steps()) {
      graph = context.run(step.pass(), step.options(), graph);
      long patches = context.applied();
      Graph again = context.run(step.pass(), step.options(), graph);
      assertThat(context.applied()).as(step.pass().info().name()).isEqualTo(patches);
      assertThat(again).isEqualTo(graph);
    }
  }

  @Test
  void printAfterSeesEveryPass() {
    List<String> names = new ArrayList<>();
    Networks.Network network = Networks.resNet(1, 32, 16, 1);
    PassContext context =
        PassContext.of(TARGET, new Schedules(), new CompilingExecutor(), network.weights());
    new PassManager((pass, graph) -> names.add(pass.name()))
        .run(Pipelines.NONE, network.graph(), context);
    assertThat(names).containsExactly("lower", "choose-kernels", "plan-memory");
  }

  @Test
  void aSymbolicSizeMustBeBoundBeforeKernelsAreChosen() {
    Graph.Builder builder = Graph.builder("open");
    Shape shape = Shape.of(Dim.of("N"), Dim.of(4));
    builder.output("y", builder.add("r", new Relu(), builder.input("x", type(shape))));
    PassContext context =
        PassContext.of(TARGET, new Schedules(), new CompilingExecutor(), Weights.of(Map.of()));
    assertThatThrownBy(() -> new PassManager().run(Pipelines.EXACT, builder.build(), context))
        .isInstanceOf(PassFailure.class)
        .hasMessageContaining("WP104")
        .hasMessageContaining("N");
  }

  @Test
  void aPassThatBreaksItsPromiseIsNamed() {
    Networks.Network network = Networks.resNet(1, 32, 16, 1);
    Pass forgetful =
        new Pass() {
          @Override
          public PassInfo info() {
            return new PassInfo(
                "forget-to-lower",
                "Copies the graph.",
                List.of(),
                Level.PORTABLE,
                Level.LOWERED,
                Exactness.EXACT,
                true);
          }

          @Override
          public Graph run(Graph graph, PassContext context) {
            return graph.bind(Map.of());
          }
        };
    Pipeline pipeline =
        new Pipeline("broken", List.of(new Pipeline.Step(forgetful, Map.of(), "to be caught")));
    PassContext context =
        PassContext.of(TARGET, new Schedules(), new CompilingExecutor(), network.weights());
    assertThatThrownBy(() -> new PassManager().run(pipeline, network.graph(), context))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forget-to-lower")
        .hasCauseInstanceOf(VerificationException.class);
  }

  @Test
  void theCatalogueNamesEveryPassOnce() {
    assertThat(Catalogue.all()).extracting(p -> p.info().name()).doesNotHaveDuplicates();
    for (Pipeline pipeline : Pipelines.all()) {
      assertThat(pipeline.steps())
          .allMatch(s -> Catalogue.find(s.pass().info().name()).isPresent());
      assertThat(pipeline.steps()).allMatch(s -> !s.reason().isBlank());
    }
  }

  private static TensorType type(Shape shape) {
    return new TensorType(ElementType.F32, shape);
  }

  private static Ledger.Row row(Ledger ledger, String pass) {
    return ledger.rows().stream()
        .filter(r -> r.pass().name().equals(pass))
        .findFirst()
        .orElseThrow();
  }

  private static long optional(Networks.Network network, long limit) {
    return compile(network, Pipelines.EXACT, limit).ledger().rows().stream()
        .filter(r -> !r.pass().required())
        .mapToLong(Ledger.Row::patches)
        .sum();
  }

  private static Compilation compile(Networks.Network network, Pipeline pipeline, long limit) {
    PassContext context =
        new PassContext(
            TARGET,
            new Schedules(),
            new CompilingExecutor(),
            Timings.none(),
            network.weights(),
            PatchObserver.NONE,
            limit);
    return new PassManager().run(pipeline, network.graph(), context);
  }
}
