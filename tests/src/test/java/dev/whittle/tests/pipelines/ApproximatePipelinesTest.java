package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Span;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import dev.whittle.tests.prune.ChannelNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random pipelines of approximate passes on random networks, and what their ledgers say. */
class ApproximatePipelinesTest {
  private static final int ITEMS = 2;
  private static final int LEAST = 10;
  private static final int[] LANES = {8, 4, 1};

  @Test
  void verifyRunAndReportFiniteErrorsThatAddUp() {
    int[] done = {0};
    Cases.run(
        "approximate pipelines on random networks",
        30,
        () -> done[0] >= LEAST,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          String text = new RandomApproximations(seed, sample.graph()).file();
          assertThat(Cnn.format("P.pipeline", text).text()).isPresent();
          Bound bound = RandomPipelines.bind(text);
          assertThat(bound.diagnostics()).as(text).isEmpty();
          report(sample, bound, seed).ifPresent(report -> done[0] += check(report));
        });
    assertThat(Cases.isReplay() || done[0] >= LEAST).isTrue();
  }

  /** Nothing where the network cannot be made so small, or computes what is no number. */
  private static Optional<Report> report(Sample sample, Bound bound, long seed) {
    Target target = new Target(LANES[Math.floorMod(seed, LANES.length)], 1);
    Data data = data(sample.graph());
    Subject subject =
        new Subject(
            sample.graph(),
            sample.graph().bindAll(1),
            sample.weights(),
            bound.pipeline().orElseThrow().forTarget(target),
            target,
            PassContext.UNLIMITED,
            new Schedules(),
            new CompilingExecutor(),
            Timings.none(),
            Optional.of(data));
    try {
      return Optional.of(
          Account.measured(subject, new Trial(data, 1, Runnable::run, Watcher.NONE)));
    } catch (PassFailure e) {
      assertThat(e.diagnostic().code())
          .isIn(PipelineMistake.OUT_OF_REACH.code(), PipelineMistake.BAD_CALIBRATION.code());
      return Optional.empty();
    }
  }

  /** How many layers were rewritten. */
  private static int check(Report report) {
    int done = 0;
    Line last = report.before();
    for (Line line : report.lines()) {
      assertThat(line.measured().orElseThrow()).isPositive();
      assertThat(line.difference().orElseThrow().largest()).isFinite();
      long saved = 0;
      for (Approximation one : line.approximations()) {
        checkFigures(one);
        done += one.isDone() ? 1 : 0;
        saved += one.isDone() ? one.before().macs() - one.after().macs() : 0;
      }
      if (!line.approximations().isEmpty()) {
        assertThat(last.size().cost().macs() - line.size().cost().macs()).isEqualTo(saved);
      }
      last = line;
    }
    return done;
  }

  private static void checkFigures(Approximation one) {
    one.error().ifPresent(error -> assertThat(error).isBetween(0.0, 1e3));
    one.outputError().ifPresent(error -> assertThat(error).isFinite().isNotNegative());
    assertThat(one.before().measured().orElseThrow()).isPositive();
    assertThat(one.after().measured().orElseThrow()).isPositive();
    if (!one.isDone()) {
      assertThat(one.outputError()).isEmpty();
    }
  }

  /**
   * All but {@code merge-neurons}: an output may be closer to what stands for it when that has been
   * merged, too.
   */
  static Stream<Pass> passes() {
    return Catalogue.all().stream()
        .filter(pass -> pass.info().exactness() == Exactness.APPROXIMATE)
        .filter(pass -> pass != Catalogue.MERGE_NEURONS);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void whatIsKeptMoreIsCloser(Pass pass) {
    int[] compared = {0};
    Cases.run(
        pass.info().name() + " at more and more",
        8,
        () -> compared[0] >= LEAST,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          ChannelNetwork channels = ChannelNetwork.of(seed);
          boolean isAny = (seed & 1) == 0;
          Graph graph = (isAny ? sample.graph() : channels.graph()).bindAll(1);
          Weights weights = isAny ? sample.weights() : channels.weights();
          for (Map<String, Object> layers : scopes(pass, graph)) {
            Map<String, Double> last = new HashMap<>();
            for (Map<String, Object> options : knob(pass)) {
              PassContext context =
                  PassContext.of(
                          new Target(8, 1), new Schedules(), new CompilingExecutor(), weights)
                      .calibrated(Optional.of(data(graph)));
              Map<String, Object> all = new HashMap<>(options);
              all.putAll(layers);
              Verifier.verify(context.run(pass, all, graph), Level.PORTABLE);
              for (Approximation one : context.approximations()) {
                if (one.error().isPresent()) {
                  compared[0] += last.containsKey(one.layer()) ? 1 : 0;
                  assertThat(one.error().getAsDouble())
                      .as("%s of %s, %s", pass.info().name(), one.layer(), options)
                      .isBetween(0.0, last.getOrDefault(one.layer(), 1e3) + 1e-6);
                  last.put(one.layer(), one.error().getAsDouble());
                }
              }
            }
          }
        });
    assertThat(Cases.isReplay() || compared[0] >= LEAST).isTrue();
  }

  /**
   * What the pass runs on. Where outputs go, one layer may hold back others that it meets: it is
   * one after the other.
   */
  private static List<Map<String, Object>> scopes(Pass pass, Graph graph) {
    List<String> names = pass.info().options().stream().map(PassOption::name).toList();
    return names.contains("width") && names.contains("density")
        ? graph.nodes().stream()
            .filter(node -> node.op() instanceof Conv || node.op() instanceof Dense)
            .map(node -> Map.<String, Object>of("layers", layer(node.name())))
            .toList()
        : List.of(Map.of());
  }

  private static LayerSelector layer(String name) {
    return LayerSelector.parse(name, Span.NONE, new ArrayList<>()).orElseThrow();
  }

  /** The values of the pass's knob, each keeping more. */
  private static List<Map<String, Object>> knob(Pass pass) {
    List<String> names = pass.info().options().stream().map(PassOption::name).toList();
    if (names.contains("rank")) {
      return Stream.of(1, 2, 3, 5, 8)
          .map(rank -> Map.<String, Object>of("rank", rank, "keep", "always"))
          .toList();
    }
    return Stream.of(0.1, 0.3, 0.5, 0.7, 0.9)
        .map(share -> {
          Map<String, Object> options = new HashMap<>();
          options.put(names.contains("links") ? "links" : "density", share);
          if (names.contains("keep")) {
            options.put("keep", "always");
          }
          return options;
        })
        .toList();
  }

  private static Data data(Graph graph) {
    Graph bound = graph.bindAll(1);
    return new Data("random numbers", ITEMS, item -> RandomInputs.of(bound, item), List.of());
  }
}
