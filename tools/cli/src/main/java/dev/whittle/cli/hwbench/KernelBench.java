package dev.whittle.cli.hwbench;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.lock.Processor;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.cli.option.Lock;
import dev.whittle.cli.option.OnnxOptions;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.ModelFit;
import dev.whittle.passes.cost.ModelText;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the choices between kernels to the test. */
public final class KernelBench {
  private final List<Path> networks;
  private final List<Suite> suites;
  private final int batch;
  private final Target target;
  private final Timings picking;
  private final Optional<Path> file;
  private final Timings kept;
  private final Pace pace;
  private final Output output;
  private final List<Answer> answers = new ArrayList<>();

  /**
   * @param picking what choices go by
   * @param file keeps what is measured
   * @param pace how long each layer is measured
   */
  public KernelBench(
      List<Path> networks,
      List<Suite> suites,
      int batch,
      Target target,
      Timings picking,
      Optional<Path> file,
      Pace pace,
      Output output) {
    this.networks = networks;
    this.suites = suites;
    this.batch = batch;
    this.target = target;
    this.picking = picking;
    this.file = file;
    this.kept =
        Lock.measuring(
            file.map(LockFile::read).orElse(KernelTimes.NONE), false, pace, Watcher.NONE);
    this.pace = pace;
    this.output = output;
  }

  /** Measures and reports; true. */
  public boolean run() {
    measure();
    if (output.isJson()) {
      output.print(json(List.of()));
    } else {
      output.print(AnswerTable.summary(answers));
    }
    return true;
  }

  /**
   * Measures, reports, and measures again in another JVM.
   *
   * @param arguments that run the same there
   * @return whether no pick was too slow there
   */
  public boolean runTwice(List<String> arguments) {
    measure();
    List<Verdict> verdicts = again(arguments);
    List<Verdict> bad = verdicts.stream().filter(Verdict::isBad).toList();
    if (output.isJson()) {
      output.print(json(verdicts));
    } else {
      output.print(AnswerTable.summary(answers));
      output.print(
          "in a fresh JVM: %d of %d picks are too slow%n".formatted(bad.size(), verdicts.size()));
      bad.forEach(verdict -> output.print("  " + verdict.text() + "\n"));
    }
    return bad.isEmpty();
  }

  /** Fits the cost model to all that was measured. */
  public void fit(Path model) throws IOException {
    List<ModelFit.Sample> samples = new ArrayList<>();
    Conversions conversions = new Conversions(target, pace, kept);
    for (Answer answer : answers) {
      samples.addAll(answer.samples(target));
      samples.addAll(conversions.samples(answer.question()));
    }
    save();
    try {
      Files.writeString(model, ModelText.of(Processor.family(), ModelFit.fit(samples)));
    } catch (IOException e) {
      throw UserError.data("cannot write " + model + ": " + Reasons.of(e), "");
    }
  }

  private void measure() {
    List<Question> questions = questions();
    Race race = new Race(target, pace, kept);
    try (Progress progress = output.progress("timing kernels", questions.size())) {
      for (Question question : questions) {
        Answer answer = race.answer(question);
        answers.add(answer);
        save();
        progress.step();
        if (!output.isJson()) {
          output.print(AnswerTable.of(answer) + "\n");
        }
      }
    }
  }

  private void save() {
    if (kept.taken() > 0) {
      file.ifPresent(path -> LockFile.write(kept.times(), path));
    }
  }

  private List<Verdict> again(List<String> arguments) {
    try {
      List<Json> layers = FreshJvm.run(arguments).asObject().get("layers").asList();
      List<Verdict> verdicts = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        verdicts.add(Verdict.of(answers.get(i), layers.get(i).asObject()));
      }
      return verdicts;
    } catch (IOException e) {
      throw new IllegalStateException("the other JVM failed: " + e.getMessage(), e);
    }
  }

  private List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (Path network : networks) {
      if (OnnxOptions.isOnnx(network)) {
        Imported imported = OnnxImport.read(network, Map.of());
        if (imported.graph().isEmpty()) {
          throw new SourceError(imported.diagnostics(), network.toAbsolutePath().getParent());
        }
        questions.addAll(questions(imported.graph().get().bindAll(batch)));
        continue;
      }
      Loaded loaded = Cnn.check(network);
      if (loaded.hasErrors()) {
        throw new SourceError(loaded.diagnostics(), network.toAbsolutePath().getParent());
      }
      for (Graph graph : loaded.graphs()) {
        questions.addAll(questions(graph.bindAll(batch)));
      }
    }
    for (Suite suite : suites) {
      suite.layers().forEach(layer -> questions.addAll(questions(layer.graph(batch))));
    }
    return Question.distinct(questions);
  }

  private List<Question> questions(Graph graph) {
    return Question.of(graph, MadeUpWeights.of(graph), Pipelines.EXACT, target, picking);
  }

  private Json json(List<Verdict> verdicts) {
    Json.Builder json =
        Json.object()
            .put("processor", Processor.family())
            .put("lanes", target.lanes())
            .put("threads", target.threads())
            .put("batch", batch)
            .put("layers", Json.array(answers.stream().map(Answer::json).toList()))
            .put("bad", answers.stream().filter(Answer::isBad).count());
    if (!verdicts.isEmpty()) {
      json.put("freshJvm", Json.array(verdicts.stream().map(Verdict::json).toList()));
    }
    return json.build();
  }
}
