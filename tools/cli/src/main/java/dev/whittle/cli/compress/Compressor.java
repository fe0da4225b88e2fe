package dev.whittle.cli.compress;

import dev.whittle.cli.UserError;
import dev.whittle.cli.data.Rows;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.output.NetworkFiles;
import dev.whittle.cli.output.NetworkFiles.Content;
import dev.whittle.cli.output.Phases;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.ReportPage;
import dev.whittle.cli.report.Reports;
import dev.whittle.cli.sweep.SweepPage;
import dev.whittle.cli.sweep.SweepText;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Sweep.Point;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compresses a network, writes what came of it into a folder, and tells. */
public final class Compressor {
  private static final String RESULT = "result";

  private final Goal goal;
  private final double maxDrop;
  private final Rows searched;
  private final Rows judging;
  private final Timing timing;
  private final Output output;

  /**
   * A compressor.
   *
   * @param maxDrop the share of answers that may be lost
   * @param searched the rows of the pictures that the search sees
   * @param judging those that it does not
   */
  public Compressor(
      Goal goal, double maxDrop, Rows searched, Rows judging, Timing timing, Output output) {
    this.goal = goal;
    this.maxDrop = maxDrop;
    this.searched = searched;
    this.judging = judging;
    this.timing = timing;
    this.output = output;
  }

  /**
   * Compresses {@code source} for this machine, one picture and one thread.
   *
   * @param times to choose kernels by
   * @param all at least two pictures
   * @param origin where they are from
   * @param folder to be made
   */
  public void run(Source source, Timings times, Data all, Path origin, Path folder) {
    Subject subject =
        Reports.subject(
                source,
                Pipelines.EXACT,
                new Target(Vectors.lanes(), 1),
                1,
                PassContext.UNLIMITED,
                times,
                Optional.empty())
            .with(CompilingExecutor.sharing());
    Data seen = Remembered.of(searched.of(all));
    double seconds = timing.warmUpSeconds();
    Compression found;
    try (Phases phases = new Phases(output::progress)) {
      Trial trial = new Trial(seen, timing.runs(), run -> Stopwatch.warmUp(run, seconds), phases);
      found = Compression.of(subject, goal, maxDrop, trial, judging.of(all));
    }
    Subject chosen = subject.with(found.chosen().pipeline(), Optional.of(seen));
    write(folder, files(found, chosen, origin));
    print(found, source.graph().name(), folder);
  }

  private Map<Path, Content> files(Compression found, Subject chosen, Path origin) {
    String name = chosen.graph().name();
    CandidateText candidates = new CandidateText(goal, found.tried(), found.chosen());
    List<String> findings = findings(found);
    Graph portable = portable(chosen);
    Path here = Path.of("");
    Map<Path, Content> files =
        new LinkedHashMap<>(NetworkFiles.of(here, portable, used(portable, chosen.weights())));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(name + ".pipeline", found.chosen().text(notes(found, name, origin)));
    texts.put("candidates.csv", candidates.csv());
    texts.put("sweep.csv", SweepText.csv(found.sweep()));
    texts.put("sweep.html", SweepPage.of(name, how(found), found.sweep()));
    texts.put("report.html", ReportPage.of(Account.of(chosen), findings));
    texts.forEach((file, text) -> files.put(here.resolve(file), at -> Files.writeString(at, text)));
    return files;
  }

  /** The network that the approximating passes leave, with its sizes as open as they were. */
  private static Graph portable(Subject chosen) {
    return chosen.compile(chosen.pipeline().portable(), chosen.source()).graph();
  }

  /** The tensors that {@code graph} still reads. */
  private static Weights used(Graph graph, Weights weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        tensors.put(parameter.name(), weights.find(parameter.name()).orElseThrow());
      }
    }
    return Weights.of(tensors);
  }

  private List<String> notes(Compression found, String name, Path origin) {
    return List.of(
        "Found by whittle compress for %s: goal %s, at most %s of the answers lost."
            .formatted(name, goal, Units.percent(maxDrop)),
        found.chosen().isExact()
            ? "Searched on the %s rows of %s.".formatted(searched, origin)
            : "Fitted to the %s rows of %s: run it with --calibrate and --calibrate-rows %s."
                .formatted(searched, origin, searched),
        "Of %s tried, %s."
            .formatted(
                Units.plural(found.tried().size(), "candidate"),
                found.chosen().isExact()
                    ? "none helped"
                    : Units.plural(found.chosen().parts().size(), "layer") + " came of it"));
  }

  private List<String> how(Compression found) {
    return List.of(
        "whittle compress",
        "goal " + goal,
        "1 thread",
        Units.plural(found.point().difference().items(), "picture"));
  }

  /** What was found, in sentences. */
  private List<String> findings(Compression found) {
    Point exact = found.sweep().points().getFirst();
    Point point = found.point();
    List<String> lines = new ArrayList<>();
    if (found.chosen().isExact()) {
      lines.add(
          "No combination is better than the pipeline exact and loses at most %s of the answers."
              .formatted(Units.percent(maxDrop)));
    } else {
      lines.add(
          Units.format(
              "%s approximated: %s ms instead of %s (%.2f times as fast), %s of weights instead of"
                  + " %s.",
              Units.plural(found.chosen().parts().size(), "layer"),
              Units.milliseconds(point.measured()),
              Units.milliseconds(exact.measured()),
              exact.measured() / point.measured(),
              Units.bytes(point.size().weightBytes()),
              Units.bytes(exact.size().weightBytes())));
    }
    lines.addAll(found.verdict().lines());
    return lines;
  }

  private void write(Path folder, Map<Path, Content> files) {
    try (Staging staging = new Staging(folder)) {
      Path result = staging.makeFolder(RESULT);
      for (Map.Entry<Path, Content> file : files.entrySet()) {
        file.getValue().write(result.resolve(file.getKey()));
      }
      staging.commitFolder(RESULT);
    } catch (IOException e) {
      throw UserError.data("cannot write " + folder + ": " + Reasons.of(e), "");
    }
  }

  private void print(Compression found, String name, Path folder) {
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("network", name)
              .put("folder", folder.toString())
              .put("goal", goal.toString())
              .put("candidates", found.tried().size())
              .put("layers", found.chosen().parts().size())
              .put("chosen", found.point().name())
              .put("sweep", SweepText.json(name, found.sweep()).asObject().get("points"))
              .put("verdict", found.verdict().json())
              .build());
      return;
    }
    if (found.chosen().isExact()) {
      output.print(new CandidateText(goal, found.tried(), found.chosen()).table() + "\n");
    }
    output.print(SweepText.table(found.sweep()) + "\n");
    found.chosen().parts().forEach(part -> output.print(part.text() + "\n"));
    findings(found).forEach(line -> output.print(line + "\n"));
    output.print("%s: %s%n".formatted(folder, name + ".pipeline, " + name + ".cnn, report.html"));
  }
}
