package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.passes.PassFailure;
import dev.whittle.runtime.Weights;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.SourceVersion;

/**
 * Builds the networks of a source folder: facades, and classes with model files. Nothing is written
 * before all files were found to be right, and all mistakes of all files are reported together.
 */
public final class ProjectBuild {
  /**
   * What to build.
   *
   * @param root the source folder
   * @param files the {@code .cnn} files to build, relative to the source folder
   * @param weights the folder of the weights; those beside the sources are found anyway
   * @param facades where to write Java sources
   * @param classes where to write class files and model files; without it weights are only checked
   * @param settings how to compile a network whose classes are in the given package
   * @param isStrict whether warnings fail
   */
  public record Request(
      Path root,
      List<Path> files,
      Optional<Path> weights,
      Optional<Path> facades,
      Optional<Path> classes,
      SettingsFor settings,
      boolean isStrict) {
    public Request {
      files = List.copyOf(files);
    }
  }

  /** How to compile the network of a package. */
  @FunctionalInterface
  public interface SettingsFor {
    NetworkCompiler.Settings in(String packageName);
  }

  /**
   * What became of a file.
   *
   * @param classes binary names of the facades; none for a file that only holds blocks
   * @param inputs every file the result depends on, as absolute paths, missing ones included
   * @param outputs every file that belongs to it
   */
  public record Built(Path file, List<String> classes, Set<Path> inputs, List<Path> outputs) {}

  /** All files, and the warnings. */
  public record Result(List<Built> built, List<Diagnostic> warnings) {}

  /** A network that may be built. */
  private record Ready(Graph graph, String name, Weights weights) {}

  private final Request request;
  private final WeightsLookup lookup;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, String> owners = new HashMap<>();

  private ProjectBuild(Request request) {
    this.request = request;
    this.lookup = new WeightsLookup(request.weights());
  }

  /**
   * Builds.
   *
   * @throws SourceError with all mistakes; file names in it start from the source folder
   */
  public static Result run(Request request) {
    return new ProjectBuild(request).run();
  }

  private Result run() {
    List<Source> sources =
        request.files().stream().map(f -> new Source(request.root(), f)).toList();
    Map<Source, List<Ready>> ready = new HashMap<>();
    Map<Source, Set<Path>> inputs = new HashMap<>();
    for (Source source : sources) {
      Set<Path> needed = new TreeSet<>();
      ready.put(source, load(source, needed));
      inputs.put(source, needed);
    }
    stopOnMistakes();
    Map<Ready, CompiledNetwork> compiled = new HashMap<>();
    if (request.classes().isPresent()) {
      ready.forEach((source, networks) ->
          networks.forEach(n -> compile(source, n).ifPresent(c -> compiled.put(n, c))));
      stopOnMistakes();
    }
    List<Built> built = new ArrayList<>();
    for (Source source : sources) {
      built.add(write(source, ready.get(source), compiled, inputs.get(source)));
    }
    return new Result(built, List.copyOf(diagnostics));
  }

  private void stopOnMistakes() {
    if (diagnostics.stream().anyMatch(d -> d.isError() || request.isStrict())) {
      throw new SourceError(diagnostics, request.root());
    }
  }

  private List<Ready> load(Source source, Set<Path> inputs) {
    if (!source.hasPackageName()) {
      String folder = source.file().getParent().toString().replace('\\', '/');
      report(
          source,
          Mistake.BAD_FILE.error(
              new Span(source.file().getFileName().toString(), 0, 0, 0, 0),
              "the folder `%s` is not the name of a Java package".formatted(folder),
              "rename it: its parts are to be Java identifiers"));
    }
    Loaded loaded = Cnn.check(source.path());
    inputs.addAll(loaded.files());
    loaded.diagnostics().forEach(d -> report(source, d));
    List<Ready> ready = new ArrayList<>();
    for (Graph graph : loaded.graphs()) {
      Optional<String> name = className(source, graph);
      Optional<Weights> weights = weights(source, graph, inputs);
      if (name.isPresent() && weights.isPresent()) {
        ready.add(new Ready(graph, name.get(), weights.get()));
      }
    }
    return ready;
  }

  private Optional<String> className(Source source, Graph graph) {
    String name = graph.name();
    Span span = graph.origin().span();
    if (!SourceVersion.isName(name) || name.contains(".")) {
      report(
          source,
          Mistake.BAD_VALUE.error(
              span,
              "`%s` is not the name of a Java class".formatted(name),
              "rename the network: its class is called like it"));
      return Optional.empty();
    }
    if (Facade.TYPES.contains(name)) {
      report(
          source,
          Mistake.BAD_VALUE.error(
              span,
              "a class called `%s` would hide a type that it uses".formatted(name),
              "rename the network"));
      return Optional.empty();
    }
    String className = source.className(name);
    String owner = owners.putIfAbsent(className, source.text());
    if (owner != null) {
      report(
          source,
          Mistake.DEFINED_TWICE.error(
              span,
              "the class %s is made from %s already".formatted(className, owner),
              "rename one of the networks"));
      return Optional.empty();
    }
    return Optional.of(name);
  }

  /** Facades alone need no weights: those are missed when the classes are to be written. */
  private Optional<Weights> weights(Source source, Graph graph, Set<Path> inputs) {
    if (request.classes().isEmpty() && request.facades().isPresent()) {
      return Optional.of(Weights.of(Map.of()));
    }
    WeightsLookup.Found found = lookup.find(source, graph);
    found.files().forEach(file -> inputs.add(file.toAbsolutePath().normalize()));
    found.diagnostics().forEach(d -> report(source, d));
    return found.diagnostics().stream().anyMatch(Diagnostic::isError)
        ? Optional.empty()
        : found.weights();
  }

  private Optional<CompiledNetwork> compile(Source source, Ready network) {
    try {
      return Optional.of(
          NetworkCompiler.compile(
              network.graph(), network.weights(), request.settings().in(source.packageName())));
    } catch (PassFailure e) {
      report(source, e.diagnostic());
      return Optional.empty();
    }
  }

  private Built write(
      Source source, List<Ready> networks, Map<Ready, CompiledNetwork> compiled, Set<Path> inputs) {
    List<Path> outputs = new ArrayList<>();
    request
        .facades()
        .map(OutputFolder::new)
        .ifPresent(folder -> {
          for (Ready network : networks) {
            String file = path(source.className(network.name())) + ".java";
            folder.write(file, Facade.of(network.graph(), source, network.name()));
          }
          outputs.addAll(folder.written());
        });
    request
        .classes()
        .map(OutputFolder::new)
        .ifPresent(folder -> {
          networks.forEach(n -> write(folder, source.className(n.name()), compiled.get(n)));
          outputs.addAll(folder.written());
        });
    List<String> classes = networks.stream().map(n -> source.className(n.name())).toList();
    return new Built(source.file(), classes, inputs, outputs);
  }

  private static void write(OutputFolder folder, String className, CompiledNetwork compiled) {
    compiled.classes().forEach((name, bytes) -> folder.write(path(name) + ".class", bytes));
    folder.write(path(className) + ".whittle", file -> compiled.file().write(file));
  }

  private static String path(String className) {
    return className.replace('.', '/');
  }

  /** Keeps a diagnostic, its file named from the source folder. */
  private void report(Source source, Diagnostic diagnostic) {
    Span span = diagnostic.span();
    if (!span.equals(Span.NONE)) {
      Path folder = source.path().toAbsolutePath().normalize().getParent();
      span =
          new Span(
              fromRoot(folder, span.file()),
              span.line(),
              span.column(),
              span.endLine(),
              span.endColumn());
    }
    Diagnostic placed =
        new Diagnostic(
            diagnostic.severity(),
            span,
            diagnostic.code(),
            diagnostic.message(),
            diagnostic.hint());
    if (!diagnostics.contains(placed)) {
      diagnostics.add(placed);
    }
  }

  private String fromRoot(Path folder, String file) {
    try {
      Path path = folder.resolve(file).normalize();
      Path root = request.root().toAbsolutePath().normalize();
      return (path.startsWith(root) || Files.exists(path) ? root.relativize(path) : path)
          .toString()
          .replace('\\', '/');
    } catch (InvalidPathException e) {
      return file;
    } catch (IllegalArgumentException e) {
      return folder.resolve(file).toString();
    }
  }
}
