package dev.whittle.cli.pipeline;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.option.OnnxOptions;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.pipeline.TargetedPipeline;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pipeline that a user named.
 *
 * @param directory what the file names in its spans start from
 */
public record ChosenPipeline(TargetedPipeline pipeline, Path directory) {
  /** What is chosen when nothing is. */
  public static final String DEFAULT = "exact";

  private static final List<String> ENDINGS = List.of(".pipeline", ".cnn");

  /**
   * Finds a pipeline.
   *
   * @param argument the name of one that comes with Whittle or, if there is none, of one in the
   *     network's file; or {@code FILE}, when it holds one only; or {@code FILE#NAME}
   * @param network the network's source
   * @throws UserError when there is no such pipeline or the choice is open
   * @throws SourceError when its file has mistakes, or the pipeline has
   */
  public static ChosenPipeline find(String argument, Path network) {
    return find(argument, network, Map.of());
  }

  /**
   * Finds a pipeline.
   *
   * @param settings values for constants of its file, as {@link Cnn#check(Path, Map)} takes them
   */
  public static ChosenPipeline find(String argument, Path network, Map<String, String> settings) {
    Optional<Pipeline> known = Pipelines.find(argument);
    if (known.isPresent()) {
      if (!settings.isEmpty()) {
        throw UserError.usage(
            "the pipeline %s has no constants to set".formatted(argument),
            "write one in a file, with --pipeline FILE");
      }
      return new ChosenPipeline(TargetedPipeline.of(known.get()), directory(network));
    }
    int mark = argument.lastIndexOf('#');
    if (mark > 0) {
      Path file = path(argument.substring(0, mark));
      return named(argument.substring(mark + 1), file, load(file, settings), List.of());
    }
    if (isFile(argument)) {
      Path file = path(argument);
      return bind(only(file, load(file, settings)), directory(file));
    }
    List<String> others = Pipelines.all().stream().map(Pipeline::name).toList();
    List<PipelineSpec> own = OnnxOptions.isOnnx(network) ? List.of() : load(network, settings);
    return named(argument, network, own, others);
  }

  /** True when {@code argument} names a pipeline that each network's own file declares. */
  public static boolean isOwn(String argument) {
    return Pipelines.find(argument).isEmpty()
        && argument.lastIndexOf('#') <= 0
        && !isFile(argument);
  }

  private static boolean isFile(String argument) {
    return argument.contains("/")
        || ENDINGS.stream().anyMatch(argument::endsWith)
        || Files.isRegularFile(path(argument));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw UserError.usage("--pipeline " + text + " is neither a name nor a file", "");
    }
  }

  private static Path directory(Path file) {
    return file.toAbsolutePath().getParent();
  }

  private static List<PipelineSpec> load(Path file, Map<String, String> settings) {
    Loaded loaded = Cnn.check(file, settings);
    if (loaded.hasErrors()) {
      throw new SourceError(loaded.diagnostics(), directory(file));
    }
    return loaded.pipelines();
  }

  private static PipelineSpec only(Path file, List<PipelineSpec> specs) {
    if (specs.size() != 1) {
      throw UserError.usage(
          specs.isEmpty()
              ? file + " has no pipeline"
              : "%s has %d pipelines: %s".formatted(file, specs.size(), names(specs)),
          specs.isEmpty()
              ? "add one: `pipeline Name { ... }`"
              : "choose one: --pipeline %s#%s".formatted(file, specs.getFirst().name()));
    }
    return specs.getFirst();
  }

  private static ChosenPipeline named(
      String name, Path file, List<PipelineSpec> specs, List<String> others) {
    for (PipelineSpec spec : specs) {
      if (spec.name().equals(name)) {
        return bind(spec, directory(file));
      }
    }
    List<String> names = new ArrayList<>(others);
    specs.forEach(spec -> names.add(spec.name()));
    String near = Suggestion.closest(name, names).map(n -> "did you mean " + n + "?").orElse("");
    String all = names.isEmpty() ? "it has none" : "there are " + String.join(", ", names);
    throw UserError.usage(
        others.isEmpty()
            ? "%s has no pipeline called %s".formatted(file, name)
            : "there is no pipeline called " + name,
        near.isEmpty() ? all : near);
  }

  private static ChosenPipeline bind(PipelineSpec spec, Path directory) {
    Bound bound = PipelineBinder.bind(spec);
    return new ChosenPipeline(
        bound.pipeline().orElseThrow(() -> new SourceError(bound.diagnostics(), directory)),
        directory);
  }

  private static String names(List<PipelineSpec> specs) {
    return specs.stream().map(PipelineSpec::name).collect(Collectors.joining(", "));
  }
}
