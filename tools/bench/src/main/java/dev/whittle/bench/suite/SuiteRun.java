package dev.whittle.bench.suite;

import dev.whittle.bench.Median;
import dev.whittle.bench.cold.FirstAnswers;
import dev.whittle.bench.engine.Contender;
import dev.whittle.bench.engine.Handover;
import dev.whittle.bench.engine.OnnxFile;
import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.bench.engine.OnnxRuntime.Waiting;
import dev.whittle.bench.engine.PeakRate;
import dev.whittle.bench.engine.Whittled;
import dev.whittle.bench.suite.CaseResult.Versus;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.UserError;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.passes.cost.Costs;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Workers;
import java.io.IOException;
import java.util.ArrayList;
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
  private final Handover handover = new Handover();
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
    for (Case subject : cases) {
      measure(Prepared.of(subject, lanes, request.batch(), request.threads()));
    }
    return new SuiteResult(
        request,
        lanes,
        request.opponent().map(name -> "ONNX Runtime " + OnnxRuntime.version()),
        Median.of(results.stream().map(CaseResult::peakGflops).toList()),
        List.copyOf(results),
        List.copyOf(problems));
  }

  private void measure(Prepared prepared) {
    float[] input = prepared.input();
    List<Contender> others = new ArrayList<>();
    try (Whittled ours =
        new Whittled(prepared.network(), input, Options.standard().withWorkers(workers))) {
      if (request.opponent().isPresent()) {
        others.addAll(opponents(prepared, input));
      }
      measure(prepared, ours, others);
    } finally {
      others.forEach(Contender::close);
    }
  }

  private List<Contender> opponents(Prepared prepared, float[] input) {
    List<Contender> opponents = new ArrayList<>();
    try (OnnxFile model = OnnxFile.of(prepared.graph(), prepared.weights())) {
      for (Waiting waiting : Waiting.values()) {
        if (waiting == Waiting.SPINNING || request.threads() > 1) {
          opponents.add(
              new OnnxRuntime(model.path(), input, prepared.shape(), request.threads(), waiting));
        }
      }
    }
    return opponents;
  }

  private void measure(Prepared prepared, Whittled ours, List<Contender> others) {
    String name = prepared.subject().name();
    ours.run();
    others.forEach(Contender::run);
    double difference =
        others.stream()
            .mapToDouble(other -> Agreement.difference(ours.output(), other.output()))
            .reduce(0, Math::max);
    if (!(difference <= TOLERANCE)) {
      problems.add(Units.format("%s does not count: outputs differ by %.1e", name, difference));
      return;
    }
    Stopwatch.warmUp(ours::run, request.warmUpSeconds());
    others.forEach(other -> warmUp(other, request.warmUpSeconds() / 6));
    List<Runnable> tasks = new ArrayList<>(List.of(peak::run, ours::run));
    others.forEach(other -> tasks.add(other::run));
    Turns turns = new Turns(tasks);
    List<Double> handovers = new ArrayList<>();
    int rounds = Turns.rounds(request.runs());
    try (Progress progress = output.progress(name, rounds)) {
      for (int i = 0; i < rounds; i++) {
        turns.round();
        if (Math.min(request.threads(), Runtime.getRuntime().availableProcessors()) > 1) {
          handovers.add(handover.nanos());
        }
        progress.step();
      }
    }
    results.add(
        result(
            prepared,
            turns,
            handovers,
            difference,
            ours.profile(PROFILED_RUNS),
            prepared.subject().example().flatMap(this::firstAnswers)));
  }

  /** Native code needs no compiler: caches and threads get used to it. */
  private static void warmUp(Contender other, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      other.run();
    } while (System.nanoTime() < end);
  }

  private Optional<FirstAnswers> firstAnswers(ExampleNetwork example) {
    int starts = request.coldStarts().orElse(1);
    if (starts == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          FirstAnswers.measure(
              example, lanes, request.threads(), starts, request.opponent().isPresent()));
    } catch (IOException e) {
      throw UserError.data("cannot start a virtual machine: " + Reasons.of(e), "");
    } catch (InterruptedException e) {
      throw new UserError(ExitCode.INTERRUPTED, "interrupted", "");
    }
  }

  private CaseResult result(
      Prepared prepared,
      Turns turns,
      List<Double> handovers,
      double difference,
      Profile profile,
      Optional<FirstAnswers> firstAnswers) {
    double millis = turns.median(1) / 1e6;
    return new CaseResult(
        prepared.subject().name(),
        Costs.of(prepared.graph()).macs(),
        millis,
        peak.flops() / turns.median(0),
        handovers.isEmpty() ? Optional.empty() : Optional.of(Median.of(handovers)),
        prepared.compileMillis(),
        Kernels.of(profile, prepared.subject().layer(), millis),
        request.opponent().map(name -> versus(turns, difference)),
        firstAnswers);
  }

  private Versus versus(Turns turns, double difference) {
    double[] ratios = turns.ratios(2, 1);
    return new Versus(
        turns.median(2) / 1e6,
        Median.of(ratios),
        ratios[ratios.length / 4],
        ratios[3 * ratios.length / 4],
        request.threads() > 1 ? Optional.of(turns.median(3) / 1e6) : Optional.empty(),
        difference);
  }
}
