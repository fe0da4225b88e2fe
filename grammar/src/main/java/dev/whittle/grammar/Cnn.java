package dev.whittle.grammar;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.format.Formatter;
import dev.whittle.grammar.lower.Loader;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads networks and pipelines from {@code .cnn} and {@code .pipeline} sources. */
public final class Cnn {
  private static final String PIPELINE_ENDING = ".pipeline";

  private Cnn() {}

  /**
   * Reads a file, its imports and all its networks and pipelines. A file that holds only blocks and
   * constants has none, which is no mistake; a file that defines nothing is warned of.
   */
  public static Loaded check(Path file) {
    return check(file, Map.of());
  }

  /**
   * As {@link #check(Path)}, with other values for constants that the file itself declares.
   *
   * @param settings expressions of the language by the constant's name
   */
  public static Loaded check(Path file, Map<String, String> settings) {
    Problems problems = new Problems();
    Constants constants = new Constants(file);
    Loader loader = new Loader(problems, constants, settings);
    List<Graph> graphs = loader.load(file);
    if (loader.isBare() && !problems.hasErrors()) {
      boolean isNetwork = !file.toString().endsWith(PIPELINE_ENDING);
      problems.warning(
          Mistake.NO_SUCH_NETWORK,
          new Span(String.valueOf(file.getFileName()), 0, 0, 0, 0),
          isNetwork ? "the file has no network" : "the file has no pipeline",
          "add one: `%s Name { ... }`".formatted(isNetwork ? "network" : "pipeline"));
    }
    return new Loaded(graphs, loader.pipelines(), problems.list(), files(loader, constants));
  }

  /** Reads a file that holds one network. */
  public static Loaded load(Path file) {
    return load(file, Optional.empty());
  }

  /**
   * Reads one network of a file.
   *
   * @param network its name; may be absent when the file holds one network
   */
  public static Loaded load(Path file, Optional<String> network) {
    Problems problems = new Problems();
    Constants constants = new Constants(file);
    Loader loader = new Loader(problems, constants);
    List<Graph> graphs = loader.load(file);
    return choose(
        new Loaded(graphs, loader.pipelines(), List.of(), files(loader, constants)),
        network,
        String.valueOf(file.getFileName()),
        problems);
  }

  /**
   * Reads a text that holds one network.
   *
   * @param name how diagnostics call the text
   * @param directory where imports and label files are looked for
   */
  public static Loaded read(String name, String text, Path directory) {
    return read(name, text, directory, Weights.of(Map.of()));
  }

  /**
   * Reads a printed graph.
   *
   * @param constants the values printed beside the text
   */
  public static Loaded read(String name, String text, Path directory, Weights constants) {
    Problems problems = new Problems();
    Loader loader = new Loader(problems, constants);
    List<Graph> graphs = loader.read(name, text, directory);
    return choose(
        new Loaded(graphs, loader.pipelines(), List.of(), loader.files()),
        Optional.empty(),
        name,
        problems);
  }

  /**
   * Lays a text out anew; comments and meaning stay.
   *
   * @param name how diagnostics call the text
   */
  public static Formatted format(String name, String text) {
    Problems problems = new Problems();
    return new Formatted(Formatter.format(name, text, problems), problems.list());
  }

  private static Set<Path> files(Loader loader, Constants constants) {
    Set<Path> files = new TreeSet<>(loader.files());
    constants.used().ifPresent(files::add);
    return files;
  }

  private static Loaded choose(
      Loaded all, Optional<String> network, String file, Problems problems) {
    List<Graph> graphs = all.graphs();
    if (problems.hasErrors()) {
      return new Loaded(List.of(), List.of(), problems.list(), all.files());
    }
    List<String> names = graphs.stream().map(Graph::name).toList();
    List<Graph> chosen =
        graphs.stream().filter(g -> network.map(g.name()::equals).orElse(true)).toList();
    if (chosen.size() != 1) {
      String message =
          network
              .map(n -> "the file has no network `%s`".formatted(n))
              .orElse(
                  names.isEmpty()
                      ? "the file has no network"
                      : "the file has %d networks: %s"
                          .formatted(names.size(), String.join(", ", names)));
      String hint =
          network
              .map(n -> Suggestion.didYouMean(n, names))
              .orElse(names.isEmpty() ? "add one: `network Name { ... }`" : "name the one meant");
      problems.error(Mistake.NO_SUCH_NETWORK, new Span(file, 0, 0, 0, 0), message, hint);
      return new Loaded(List.of(), List.of(), problems.list(), all.files());
    }
    return new Loaded(chosen, all.pipelines(), problems.list(), all.files());
  }
}
