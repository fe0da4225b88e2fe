package dev.whittle.bench.suite;

import dev.whittle.bench.Median;
import dev.whittle.bench.engine.Contender;
import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.bench.engine.OnnxRuntime.Waiting;
import dev.whittle.bench.engine.PeakRate;
import dev.whittle.bench.engine.Whittled;
import dev.whittle.bench.suite.CaseResult.Versus;
import dev.whittle.cli.UserError;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.ir.Graph;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Measures the cases of a suite, one after the other. */
final class SuiteRun {
  /** Outputs may differ by this part of the largest. */
  private static final double TOLERANCE = 1e-4;

  private static final int PROFILED_RUNS = 20;

  private final Request request;
  private final Output output;
  private final int lanes = Vectors.lanes();
  private final Workers workers;
  private final PeakRate peak;
  private final List<CaseResult> results = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  SuiteRun(Request request, Output output) {
    this.request = request;
    this.output = output;
    this.workers = Options.standard().withThreads(request.threads()).workers();
    this.peak = new PeakRate(lanes, workers);
  }

  SuiteResult run(List<Case> cases) {
    Stopwatch.warmUp(peak::run, request.warmUpSeconds() / 3);
    cases.forEach(this::measure);
    return new SuiteResult(
        request,
        lanes,
        request.opponent().map(name -> "ONNX Runtime " + OnnxRuntime.version()),
        Median.of(results.stream().map(CaseResult::peakGflops).toList()),
        List.copyOf(results),
        List.copyOf(problems));
  }

  private void measure(Case subject) {
    long start = System.nanoTime();
    Graph graph = subject.source().get();
    Weights weights = MadeUpWeights.of(graph);
    CompiledNetwork network =
        NetworkCompiler.compile(
            graph, weights, NetworkCompiler.Settings.of(lanes, request.batch(), request.threads()));
    double compileMillis = (System.nanoTime() - start) / 1e6;
    Graph bound = graph.bindAll(request.batch());
    Subject prepared = new Subject(subject, bound, compileMillis, input(bound), shape(bound));
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(
          new Whittled(network, prepared.input(), Options.standard().withWorkers(workers)));
      if (request.opponent().isPresent()) {
        contenders.addAll(opponents(graph, weights, prepared));
      }
      measure(prepared, contenders);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** A case ready to be measured. */
  private record Subject(
      Case subject, Graph graph, double compileMillis, float[] input, long[] shape) {}

  private List<Contender> opponents(Graph graph, Weights weights, Subject prepared) {
    Path model = write(graph, weights);
    try {
      List<Contender> opponents = new ArrayList<>();
      for (Waiting waiting : Waiting.values()) {
        if (waiting == Waiting.SPINNING || request.threads() > 1) {
          opponents.add(
              new OnnxRuntime(
                  model, prepared.input(), prepared.shape(), request.threads(), waiting));
        }
      }
      return opponents;
    } finally {
      delete(model);
    }
  }

  private void measure(Subject prepared, List<Contender> contenders) {
    String name = prepared.subject().name();
    double difference = 0;
    if (contenders.size() > 1) {
      difference = difference(contenders.get(0).run(), contenders.get(1).run());
      if (!(difference <= TOLERANCE)) {
        problems.add(Units.format("%s does not count: outputs differ by %.1e", name, difference));
        return;
      }
    }
    Stopwatch.warmUp(contenders.getFirst()::run, request.warmUpSeconds());
    contenders.stream().skip(1).forEach(c -> Stopwatch.warmUp(c::run, request.warmUpSeconds() / 3));
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(peak::run);
    contenders.forEach(contender -> tasks.add(contender::run));
    Turns turns = new Turns(tasks);
    int rounds = Turns.rounds(request.runs());
    try (Progress progress = output.progress(name, rounds)) {
      for (int i = 0; i < rounds; i++) {
        turns.round();
        progress.step();
      }
    }
    Profile profile = ((Whittled) contenders.getFirst()).profile(PROFILED_RUNS);
    results.add(result(prepared, turns, contenders.size(), difference, profile));
  }

  private CaseResult result(
      Subject prepared, Turns turns, int contenders, double difference, Profile profile) {
    double millis = turns.median(1) / 1e6;
    Kernels kernels = Kernels.of(profile, prepared.subject().layer());
    return new CaseResult(
        prepared.subject().name(),
        Costs.of(prepared.graph()).macs(),
        millis,
        peak.flops() / turns.median(0),
        prepared.compileMillis(),
        kernels.name(),
        millis * kernels.share(),
        contenders == 1 ? Optional.empty() : Optional.of(versus(turns, contenders, difference)));
  }

  private static Versus versus(Turns turns, int contenders, double difference) {
    double[] ratios = turns.ratios(2, 1);
    return new Versus(
        turns.median(2) / 1e6,
        Median.of(ratios),
        ratios[ratios.length / 4],
        ratios[3 * ratios.length / 4],
        contenders > 2 ? Optional.of(turns.median(3) / 1e6) : Optional.empty(),
        difference);
  }

  private static float[] input(Graph bound) {
    return RandomInputs.of(bound, 1).values().iterator().next().floats();
  }

  private static long[] shape(Graph bound) {
    return Arrays.stream(bound.inputs().getFirst().type().shape().sizes()).asLongStream().toArray();
  }

  /** The largest difference to the largest magnitude. */
  private static double difference(float[] ours, float[] theirs) {
    double difference = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(theirs[i]));
    }
    return difference / largest;
  }

  private static Path write(Graph graph, Weights weights) {
    try {
      Path model = Files.createTempFile("whittle-bench-", ".onnx");
      model.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(model)) {
        OnnxExport.of(graph, weights).writeTo(out);
      }
      return model;
    } catch (IOException e) {
      throw UserError.data("cannot write the network as ONNX: " + Reasons.of(e), "");
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw UserError.data("cannot delete " + file + ": " + Reasons.of(e), "");
    }
  }
}
