package dev.whittle.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.cli.report.ReportPage;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Decision;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Cost;
import dev.whittle.passes.history.Event;
import dev.whittle.passes.history.History;
import dev.whittle.passes.history.Trail;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.memory.Stay;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports and histories of random networks hold together. */
class ReportPropertyTest {
  private static final int[] LANES = {16, 8, 4, 1};

  @Test
  void theLedgerAddsUp() {
    Cases.run(
        "ledgers of random networks",
        60,
        seed ->
            RandomGraphs.check(
                RandomGraphs.sample(seed, Profile.COMPILABLE), sample -> addsUp(sample, seed)));
  }

  @Test
  void everyNodeHasAHistoryThatEndsWhereTheNetworkDoes() {
    Cases.run(
        "histories of random networks",
        60,
        seed ->
            RandomGraphs.check(
                RandomGraphs.sample(seed, Profile.COMPILABLE),
                sample -> endsWhereTheNetworkDoes(sample, seed)));
  }

  @Test
  void everyNetworkAndEveryWeighedKernelCanBeMeasured() {
    Cases.run(
        "measurements of random networks",
        12,
        seed ->
            RandomGraphs.check(
                RandomGraphs.sample(seed, Profile.COMPILABLE),
                sample -> canBeMeasured(sample, seed)));
  }

  @Test
  void thePageIsWellFormedAndTheSameEveryTime() {
    Cases.run(
        "pages of random networks",
        20,
        seed -> {
          Subject subject = subject(RandomGraphs.sample(seed, Profile.COMPILABLE), seed);
          Report report = Account.of(subject);
          String page = ReportPage.of(report);
          assertThat(ReportPage.of(Account.of(subject))).isEqualTo(page);
          assertThat(Page.parse(page).elements("tr").stream().filter(Page::hasId))
              .hasSameSizeAs(report.layers());
        });
  }

  private static void addsUp(Sample sample, long seed) {
    Subject subject = subject(sample, seed);
    Report report = Account.of(subject);
    Graph planned = plan(subject, new History(subject.graph()));
    Size size = Size.of(planned);
    assertThat(report.after().size()).isEqualTo(size);
    assertThat(report.before().size()).isEqualTo(Size.of(subject.graph()));
    List<Layer> layers = report.layers();
    assertThat(layers).hasSize(size.nodes());
    assertThat(layers.stream().mapToLong(Layer::parameters).sum()).isEqualTo(size.parameters());
    assertThat(layers.stream().mapToLong(Layer::weightBytes).sum()).isEqualTo(size.weightBytes());
    assertThat(layers.stream().mapToLong(Layer::activationBytes).sum())
        .isEqualTo(size.activationBytes());
    assertThat(layers.stream().map(Layer::cost).reduce(Cost.NONE, Cost::plus))
        .isEqualTo(size.cost());
    assertThat(layers.stream().mapToDouble(Layer::predicted).sum())
        .isCloseTo(report.after().predicted(), within(1e-6 * (1 + report.after().predicted())));
    for (Line line : report.lines()) {
      assertThat(line.predicted()).isFinite().isNotNegative();
    }
    for (Layer layer : layers) {
      assertThat(layer.predicted() > 0).as(layer.name()).isEqualTo(!layer.kernel().isEmpty());
    }
    for (Stay stay : report.memory()) {
      assertThat(stay.offset() + stay.bytes()).isLessThanOrEqualTo(report.arenaBytes());
      assertThat(stay.from()).isBetween(0, stay.to());
      assertThat(stay.to()).isLessThanOrEqualTo(layers.size());
    }
  }

  private static void canBeMeasured(Sample sample, long seed) {
    Subject subject = subject(sample, seed, 8);
    Data data = new Data("one sample", 1, item -> sample.inputs(1), List.of());
    Report report = Account.measured(subject, new Trial(data, 1, Runnable::run, Watcher.NONE));
    for (Line line : report.lines()) {
      assertThat(line.measured().orElseThrow()).isPositive();
      Difference difference = line.difference().orElseThrow();
      assertThat(difference.relative().orElseThrow()).isBetween(0.0, 1e-4);
    }
    History history = new History(subject.graph());
    plan(subject, history);
    Contest contest = new Contest(subject.target(), subject.kernels(), subject.executor());
    for (String name : history.names()) {
      Optional<Decision> decision = history.trail(name).orElseThrow().decision();
      if (decision.filter(d -> d.node().name().equals(name)).isPresent()) {
        List<Decision.Alternative> alternatives = decision.get().alternatives();
        assertThat(alternatives.stream().filter(Decision.Alternative::isChosen)).hasSize(1);
        List<Graph> contestants =
            alternatives.stream()
                .map(a ->
                    Contestants.kernel(
                        decision.get().graph(), decision.get().node(), a.candidate()))
                .toList();
        double[] times = contest.run(contestants, Pace.rounds(1, Runnable::run));
        assertThat(times).hasSameSizeAs(alternatives);
        for (int i = 0; i < times.length; i++) {
          boolean isView = alternatives.get(i).candidate().algorithm().equals(Lowered.VIEW);
          assertThat(times[i] > 0).as("%s: %s", name, alternatives.get(i)).isEqualTo(!isView);
        }
      }
    }
  }

  private static void endsWhereTheNetworkDoes(Sample sample, long seed) {
    Subject subject = subject(sample, seed);
    History history = new History(subject.graph());
    Graph planned = plan(subject, history);
    Set<String> ends = new HashSet<>();
    for (String name : history.names()) {
      Trail trail = history.trail(name).orElseThrow();
      Optional<String> end = trail.end();
      assertThat(end.map(planned::find).orElse(Optional.empty()).isPresent())
          .as("%s ends as %s", name, end)
          .isEqualTo(end.isPresent());
      boolean isRemoved = trail.events().stream().anyMatch(e -> e.kind() == Event.Kind.REMOVED);
      assertThat(isRemoved).as(name).isEqualTo(end.isEmpty());
      end.ifPresent(ends::add);
    }
    assertThat(ends).containsAll(planned.nodes().stream().map(Node::name).toList());
    for (Node node : planned.nodes()) {
      List<String> labels =
          history.trail(node.name()).orElseThrow().events().stream().map(Event::patch).toList();
      List<String> last = node.origin().history();
      assertThat(labels)
          .as(node.name())
          .containsAll(last.subList(Math.max(0, last.size() - 1), last.size()));
    }
  }

  private static Graph plan(Subject subject, History history) {
    PassContext context =
        new PassContext(
            subject.target(),
            subject.kernels(),
            subject.executor(),
            subject.timings(),
            subject.weights(),
            history,
            subject.patchLimit());
    return new PassManager().run(subject.pipeline(), subject.graph(), context).graph();
  }

  private static Subject subject(Sample sample, long seed) {
    return subject(sample, seed, LANES[(int) (seed & 3)]);
  }

  private static Subject subject(Sample sample, long seed, int lanes) {
    Pipeline pipeline = (seed & 12) == 0 ? Pipelines.NONE : Pipelines.EXACT;
    return new Subject(
        sample.graph(),
        sample.graph().bindAll(1 + (int) (seed & 1)),
        sample.weights(),
        pipeline,
        new Target(lanes, 1),
        PassContext.UNLIMITED,
        new Schedules(),
        new CompilingExecutor(),
        Timings.none());
  }
}
