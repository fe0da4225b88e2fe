package dev.whittle.tests.times;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Decision;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.KernelTimes.Entry;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Times decide which kernels run, never what they compute. */
class ChosenByTimesTest {
  private static final double TOLERANCE = 1e-4;
  private static final int[] LANES = {16, 8, 4, 1};
  private static final String HERE = "here";
  private static final Pace ONCE = Pace.rounds(1, Runnable::run);

  @Test
  void whateverTheTimesSayTheNetworkComputesTheSame() {
    Cases.run(
        "networks chosen by made-up times",
        25,
        seed ->
            RandomGraphs.check(
                RandomGraphs.sample(seed, Profile.COMPILABLE), sample -> check(sample, seed)));
  }

  @Test
  void whatIsMeasuredOnceIsChosenByAndNotMeasuredAgain() {
    Cases.run(
        "measured networks",
        4,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, 6, Profile.COMPILABLE);
          Target target = new Target(8, 1);
          Timings measuring = measuring(KernelTimes.NONE);
          Graph first = plan(sample, target, measuring, PatchObserver.NONE);
          Timings again = measuring(measuring.times());
          Graph second = plan(sample, target, again, PatchObserver.NONE);
          Decisions decisions = new Decisions();
          Graph built = plan(sample, target, Timings.of(measuring.times()), decisions);
          assertThat(again.taken()).isZero();
          assertThat(GraphPrinter.print(second).text()).isEqualTo(GraphPrinter.print(first).text());
          assertThat(GraphPrinter.print(built).text()).isEqualTo(GraphPrinter.print(first).text());
          for (Decision decision : decisions.found) {
            assertThat(decision.alternatives())
                .allMatch(a -> a.known().isPresent() == decision.alternatives().size() > 1);
          }
        });
  }

  @Test
  void theFastestKernelIsTaken() {
    Sample sample = RandomGraphs.sample(5, 12, Profile.COMPILABLE);
    Target target = new Target(8, 1);
    Random random = new Random(5);
    Decisions decisions = new Decisions();
    plan(sample, target, Timings.of(times(sample, target, random, 0)), decisions);
    for (Decision decision : decisions.found) {
      double least =
          decision.alternatives().stream().mapToDouble(Alternative::kernel).min().orElseThrow();
      Alternative chosen =
          decision.alternatives().stream().filter(Alternative::isChosen).findFirst().orElseThrow();
      assertThat(chosen.kernel()).as(decision.node().name()).isEqualTo(least);
    }
  }

  @Test
  void workOfWhichOneTimeIsMissingIsLeftToTheModelAndTold() {
    Sample sample = RandomGraphs.sample(5, 12, Profile.COMPILABLE);
    Target target = new Target(8, 1);
    KernelTimes all = times(sample, target, new Random(1), 100);
    Decisions before = new Decisions();
    plan(sample, target, Timings.of(all), before);
    Decision open =
        before.found.stream().filter(d -> d.alternatives().size() > 1).findFirst().orElseThrow();
    Work work = Work.of(open.graph(), open.node(), target);
    String gone = Work.way(open.alternatives().getLast().candidate());
    List<Entry> rest =
        all.entries().stream()
            .filter(e -> !(e.work().equals(work) && e.way().equals(gone)))
            .toList();
    Timings lacking = Timings.of(KernelTimes.of(rest));
    Decisions after = new Decisions();
    plan(sample, target, lacking, after);
    assertThat(lacking.missed()).containsExactly(work);
    assertThat(after.of(open.node().name()).alternatives())
        .allMatch(a -> a.known().equals(OptionalDouble.empty()));
    Timings others = Timings.of(KernelTimes.of(rest));
    plan(sample, new Target(4, 1), others, PatchObserver.NONE);
    assertThat(others.missed()).as("times of other targets say nothing").isEmpty();
  }

  private static void check(Sample sample, long seed) {
    Random random = new Random(seed);
    int lanes = LANES[random.nextInt(LANES.length)];
    int batch = 1 + random.nextInt(2);
    Target target = new Target(lanes, 1);
    KernelTimes times = times(sample, target, random, 100);
    Timings timings = Timings.of(times);
    NetworkCompiler.Settings settings =
        new NetworkCompiler.Settings(
            "whittle.generated",
            t -> Pipelines.EXACT,
            List.of(lanes),
            List.of(batch),
            1,
            PassContext.UNLIMITED,
            (pass, graph) -> {},
            timings);
    CompiledNetwork compiled = NetworkCompiler.compile(sample.graph(), sample.weights(), settings);
    CompiledNetwork again = NetworkCompiler.compile(sample.graph(), sample.weights(), settings);
    assertThat(again.classes()).containsExactlyEntriesOf(compiled.classes());
    compiled.variants().forEach(v -> Verifier.verify(v.compilation().graph(), Level.PLANNED));
    var inputs = sample.inputs(batch);
    Evaluation expected = ReferenceEvaluator.trace(sample.graph(), sample.weights(), inputs);
    Options options = Options.standard().withLanes(lanes).withThreads(1).poisoned();
    try (Model model =
        Model.load(compiled.file(), new GeneratedClasses(compiled.classes()), options)) {
      Agreement agreement = Agreement.of(expected, model.run(inputs));
      assertThat(agreement.error()).as(agreement.toString()).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  /** A time for everything there is to weigh at batch 1 and 2; reorders take up to so long. */
  private static KernelTimes times(Sample sample, Target target, Random random, int reorders) {
    List<Entry> entries = new ArrayList<>();
    for (int batch = 1; batch <= 2; batch++) {
      Decisions decisions = new Decisions();
      plan(sample, batch, target, Timings.none(), decisions);
      for (Decision decision : decisions.found) {
        Work work = Work.of(decision.graph(), decision.node(), target);
        for (Alternative alternative : decision.alternatives()) {
          entries.add(
              new Entry(HERE, work, Work.way(alternative.candidate()), 1 + random.nextInt(1000)));
        }
        for (Node node : decision.graph().nodes()) {
          if (node.type().rank() >= 3 && (node.op() instanceof Input || target.lanes() > 1)) {
            addReorders(node.type(), target, entries, random, reorders);
          }
        }
      }
    }
    return KernelTimes.of(entries);
  }

  private static void addReorders(
      TensorType type, Target target, List<Entry> entries, Random random, int longest) {
    Work work = Work.reorder(type, target);
    Layout plain = Layouts.plain(type);
    Layout blocked = target.lanes() > 1 ? Layouts.blocked(type, target.lanes()) : plain;
    long time = longest == 0 ? 0 : random.nextInt(longest);
    entries.add(new Entry(HERE, work, Work.way(plain, blocked), time));
    entries.add(new Entry(HERE, work, Work.way(blocked, plain), time));
  }

  private static Timings measuring(KernelTimes times) {
    return Timings.measuring(times, HERE, new Timings.Measuring(ONCE, Watcher.NONE, true));
  }

  private static Graph plan(Sample sample, Target target, Timings timings, PatchObserver observer) {
    return plan(sample, 1, target, timings, observer);
  }

  private static Graph plan(
      Sample sample, int batch, Target target, Timings timings, PatchObserver observer) {
    PassContext context =
        new PassContext(
            target,
            new Schedules(),
            new CompilingExecutor(),
            timings,
            sample.weights(),
            observer,
            PassContext.UNLIMITED);
    return new PassManager().run(Pipelines.EXACT, sample.graph().bindAll(batch), context).graph();
  }

  private static final class Decisions implements PatchObserver {
    private final List<Decision> found = new ArrayList<>();

    @Override
    public void applied(Graph before, Patch patch, Graph after) {}

    @Override
    public void decided(Decision decision) {
      found.add(decision);
    }

    Decision of(String node) {
      Map<String, Decision> byName = new LinkedHashMap<>();
      found.forEach(decision -> byName.put(decision.node().name(), decision));
      return byName.get(node);
    }
  }
}
