package dev.whittle.cli.guard;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.pipeline.ChosenPipeline;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.PipelineSpec.Guard;
import dev.whittle.ir.PipelineSpec.Limit;
import dev.whittle.ir.PipelineSpec.Measure;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds a compiled network to the guards of its pipeline: both it and the network as written,
 * compiled by the pipeline {@code none}, look at the guards' pictures on this machine.
 */
public final class Guards {
  private final Source source;
  private final Model compiled;
  private final int threads;
  private final Output output;

  private Guards(Source source, Model compiled, int threads, Output output) {
    this.source = source;
    this.compiled = compiled;
    this.threads = threads;
    this.output = output;
  }

  /** How to load a network for {@link #require}. */
  public static Options options(int lanes, int threads) {
    return Options.standard().withLanes(lanes).withThreads(1).withSessions(threads);
  }

  /**
   * Measures what the guards of {@code chosen} ask for.
   *
   * @param compiled {@code source} by that pipeline, loaded with {@link #options}
   * @param threads pictures to look at at once
   * @return a verdict for each limit, all of which hold
   * @throws SourceError when some do not
   * @throws UserError when a guard's pictures or labels cannot be used
   */
  public static List<Verdict> require(
      ChosenPipeline chosen, Source source, Model compiled, int threads, Output output)
      throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    Guards guards = new Guards(source, compiled, threads, output);
    if (!chosen.pipeline().guards().isEmpty()) {
      try (Model original = guards.original()) {
        for (Guard guard : chosen.pipeline().guards()) {
          verdicts.addAll(guards.measure(guard, original));
        }
      }
    }
    List<Diagnostic> broken =
        verdicts.stream().map(Verdict::problem).flatMap(Optional::stream).toList();
    if (!broken.isEmpty()) {
      throw new SourceError(broken, chosen.directory());
    }
    return verdicts;
  }

  /**
   * Measures what the guards of {@code chosen} ask for, on this machine whatever the network was
   * compiled for.
   *
   * @param lanes the width to measure with
   * @param widths those that {@code compiled} has code for
   * @param compiler compiles for {@code lanes} where {@code compiled} is for others only
   * @return a verdict for each limit, all of which hold
   * @throws SourceError when some do not
   * @throws UserError when a guard's pictures or labels cannot be used
   */
  public static List<Verdict> require(
      ChosenPipeline chosen,
      Source source,
      CompiledNetwork compiled,
      List<Integer> widths,
      int lanes,
      Supplier<CompiledNetwork> compiler,
      Output output)
      throws IOException {
    if (chosen.pipeline().guards().isEmpty()) {
      return List.of();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    CompiledNetwork here = widths.contains(lanes) ? compiled : compiler.get();
    try (Model model = here.load(options(lanes, threads))) {
      return require(chosen, source, model, threads, output);
    }
  }

  private Model original() {
    int lanes = compiled.lanes();
    return AsWritten.load(source, lanes, options(lanes, threads));
  }

  private List<Verdict> measure(Guard guard, Model original) throws IOException {
    Path data = guard.data();
    if (!Files.exists(data)) {
      throw UserError.data(
          "%s: the guard's data %s does not exist".formatted(guard.dataSpan(), data),
          "its path starts at the folder of the pipeline's file");
    }
    try (PictureSet pictures = PictureSet.open(data)) {
      boolean needsLabels = guard.limits().stream().anyMatch(l -> l.measure() == Measure.TOP1_DROP);
      List<Labels.Labelled> labelled =
          needsLabels
              ? Labels.read(
                  pictures,
                  data.toString(),
                  original.labels(original.outputs().getFirst().name()),
                  original.outputSize())
              : List.of();
      Map<String, Comparison> compared;
      try (Progress progress = output.progress("checking guards", pictures.names().size())) {
        compared = new PictureComparison(original, compiled, pictures).run(threads, progress);
      }
      return guard.limits().stream().map(l -> verdict(data, l, compared, labelled)).toList();
    }
  }

  private static Verdict verdict(
      Path data, Limit limit, Map<String, Comparison> compared, List<Labels.Labelled> labelled) {
    return switch (limit.measure()) {
      case TOP1_DROP -> {
        int lost = 0;
        for (Labels.Labelled picture : labelled) {
          Comparison here = compared.get(picture.file());
          lost += here.expected() == picture.label() ? 1 : 0;
          lost -= here.actual() == picture.label() ? 1 : 0;
        }
        yield new Verdict(data, limit, lost / (double) labelled.size(), labelled.size());
      }
      case DIFFERENCE -> {
        double most =
            compared.values().stream().mapToDouble(Comparison::difference).max().orElse(0);
        yield new Verdict(data, limit, most, compared.size());
      }
      case AGREEMENT -> {
        long same = compared.values().stream().filter(c -> c.expected() == c.actual()).count();
        yield new Verdict(data, limit, same / (double) compared.size(), compared.size());
      }
    };
  }
}
