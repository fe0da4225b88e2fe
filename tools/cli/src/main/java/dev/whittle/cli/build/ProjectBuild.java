package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.build.NetworkBuild.Made;
import dev.whittle.cli.build.NetworkBuild.Ready;
import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
   * @param files the {@code .cnn} and {@code .onnx} files to build, relative to the source folder
   * @param weights the folder of the weights; those beside the sources are found anyway
   * @param lock the times of kernels to choose by; each source's own lie beside it
   * @param facades where to write Java sources
   * @param classes where to write class files and model files; without it weights are only checked
   * @param reports where to write a page about each network
   * @param taken names of classes that other files of the folder make, each with its file
   * @param isStrict whether warnings fail
   */
  public record Request(
      Path root,
      List<Path> files,
      Optional<Path> weights,
      Optional<Path> lock,
      Optional<Path> facades,
      Optional<Path> classes,
      Optional<Path> reports,
      CompilerOptions options,
      Map<String, String> taken,
      boolean isStrict) {
    public Request {
      files = List.copyOf(files);
      taken = Map.copyOf(taken);
    }
  }

  /**
   * What became of a file.
   *
   * @param classes binary names of the facades; none for a file that only holds blocks
   * @param inputs every file the result depends on, as absolute paths, missing ones included
   * @param outputs every file that belongs to it
   * @param isSound whether its weights and its pipeline are right too, when only facades are
   *     written
   */
  public record Built(
      Path file, List<String> classes, Set<Path> inputs, List<Path> outputs, boolean isSound) {}

  /**
   * All files, and the warnings.
   *
   * @param notes what is no mistake but worth a line
   */
  public record Result(List<Built> built, List<Diagnostic> warnings, List<String> notes) {}

  private static final Set<String> RESTRICTED =
      Set.of("var", "yield", "record", "sealed", "permits");
  private static final Pattern KERNELS = Pattern.compile(".*_(scalar|v\\d+)_b\\d+");

  private final Request request;
  private final WeightsLookup lookup;
  private final Findings findings;
  private final Set<ProjectFile> unsound = new HashSet<>();
  private final Map<String, String> owners = new HashMap<>();

  private ProjectBuild(Request request) {
    this.request = request;
    this.lookup =
        new WeightsLookup(
            request.weights(),
            isFacadesOnly() ? WeightsCheck.Depth.HEADER : WeightsCheck.Depth.VALUES);
    request.taken().forEach((name, file) -> owners.put(claim(name), file));
    this.findings = new Findings(request.root(), request.isStrict());
  }

  /**
   * Builds.
   *
   * @param output for progress
   * @throws SourceError with all mistakes; file names in it start from the source folder
   */
  public static Result run(Request request, Output output) throws IOException {
    return new ProjectBuild(request).run(output);
  }

  private Result run(Output output) throws IOException {
    Map<ProjectFile, List<Ready>> ready = new LinkedHashMap<>();
    Map<ProjectFile, Set<Path>> inputs = new HashMap<>();
    for (Path file : request.files()) {
      ProjectFile source = new ProjectFile(request.root(), file);
      Set<Path> needed = new TreeSet<>();
      ready.put(source, load(source, needed));
      inputs.put(source, needed);
    }
    findings.requireNoMistakes();
    Map<String, Made> made = new HashMap<>();
    if (request.classes().isPresent()) {
      NetworkBuild build = new NetworkBuild(request.options(), findings, output);
      for (List<Ready> networks : ready.values()) {
        for (Ready network : networks) {
          build.compile(network).ifPresent(m -> made.put(network.className(), m));
        }
      }
      findings.requireNoMistakes();
    }
    List<Built> built = new ArrayList<>();
    ready.forEach(
        (source, networks) -> built.add(write(source, networks, made, inputs.get(source))));
    return new Result(built, findings.list(), notes(ready, made));
  }

  private List<String> notes(Map<ProjectFile, List<Ready>> ready, Map<String, Made> made) {
    List<String> notes = new ArrayList<>();
    ready.forEach((source, networks) -> {
      Set<Work> missed = new HashSet<>();
      networks.forEach(n ->
          Optional.ofNullable(made.get(n.className())).ifPresent(m -> missed.addAll(m.missed())));
      if (!missed.isEmpty()) {
        notes.add(
            "%s: the cost model chose %s that %s has no times for; `whittle lock` measures them"
                .formatted(
                    source.text(),
                    Units.plural(missed.size(), "kernel"),
                    request.lock().orElse(LockFile.beside(source.file()))));
      }
    });
    return notes;
  }

  private List<Ready> load(ProjectFile source, Set<Path> inputs) throws IOException {
    ProjectSource loaded = ProjectSource.read(source);
    if (!loaded.graphs().isEmpty() && !source.hasPackageName()) {
      String folder = source.file().getParent().toString().replace('\\', '/');
      findings.add(
          source.folder(),
          Mistake.BAD_FILE.error(
              new Span(source.file().getFileName().toString(), 0, 0, 0, 0),
              "the folder `%s` is not the name of a Java package".formatted(folder),
              "rename it: its parts are to be Java identifiers"));
    }
    inputs.addAll(loaded.files());
    inputs.addAll(PipelineFiles.of(request.options().pipeline()));
    findings.addAll(source.folder(), loaded.diagnostics());
    List<Ready> ready = new ArrayList<>();
    Findings own = isFacadesOnly() ? findings.aside() : findings;
    KernelTimes times = loaded.graphs().isEmpty() ? KernelTimes.NONE : times(source, own, inputs);
    for (Graph graph : loaded.graphs()) {
      claimName(source, graph);
      WeightsLookup.Found found =
          loaded.weights().map(WeightsLookup.Found::of).orElseGet(() -> lookup.find(source, graph));
      found.files().forEach(file -> inputs.add(file.toAbsolutePath().normalize()));
      own.addAll(source.folder(), found.diagnostics());
      checkPipeline(source, graph, loaded, own);
      if (own.hasErrors()) {
        unsound.add(source);
      }
      ready.add(new Ready(source, graph, found.weights().orElse(Weights.of(Map.of())), times));
    }
    return ready;
  }

  /**
   * True when weights and pipeline need not be right: whoever has other mistakes to mend hears of
   * them, too.
   */
  private boolean isFacadesOnly() {
    return request.classes().isEmpty() && request.facades().isPresent();
  }

  private KernelTimes times(ProjectFile source, Findings own, Set<Path> inputs) {
    Path file = request.lock().orElse(LockFile.beside(source.path()));
    inputs.add(file.toAbsolutePath().normalize());
    try {
      return LockFile.read(file);
    } catch (SourceError e) {
      own.addAll(e.directory(), e.diagnostics());
      return KernelTimes.NONE;
    }
  }

  private void checkPipeline(ProjectFile source, Graph graph, ProjectSource loaded, Findings own) {
    try {
      PipelineCheck.check(request.options().pipeline(), source, graph, loaded.pipelines(), own);
    } catch (UserError e) {
      if (!isFacadesOnly()) {
        throw e;
      }
    }
  }

  private void claimName(ProjectFile source, Graph graph) {
    String name = graph.name();
    Span span = graph.origin().span();
    String className = source.className(name);
    Optional<Diagnostic> problem = Optional.empty();
    if (!SourceVersion.isName(name) || name.contains(".") || RESTRICTED.contains(name)) {
      problem =
          Optional.of(
              Mistake.BAD_VALUE.error(
                  span,
                  "`%s` is not the name of a Java class".formatted(name),
                  "rename the network: its class is called like it"));
    } else if (KERNELS.matcher(name).matches()) {
      problem =
          Optional.of(
              Mistake.BAD_VALUE.error(
                  span,
                  "`%s` is what generated classes are called".formatted(name),
                  "rename the network"));
    } else if (Facade.TYPES.contains(name)) {
      problem =
          Optional.of(
              Mistake.BAD_VALUE.error(
                  span,
                  "a class called `%s` would hide a type that it uses".formatted(name),
                  "rename the network"));
    } else if (owners.containsKey(claim(className))) {
      problem =
          Optional.of(
              Mistake.DEFINED_TWICE.error(
                  span,
                  "the class %s is made from %s already"
                      .formatted(className, owners.get(claim(className))),
                  "rename one of the networks"));
    }
    problem.ifPresent(p -> findings.add(source.folder(), p));
    owners.putIfAbsent(claim(className), source.text());
  }

  /** Two names that differ in case only would be one file on some machines. */
  private static String claim(String className) {
    return className.toLowerCase(Locale.ROOT);
  }

  private Built write(
      ProjectFile source, List<Ready> networks, Map<String, Made> made, Set<Path> inputs) {
    List<OutputFolder> folders = new ArrayList<>();
    open(request.facades(), folders)
        .ifPresent(folder ->
            networks.forEach(
                n -> folder.write(path(n.className()) + ".java", Facade.of(n.graph(), source))));
    open(request.classes(), folders)
        .ifPresent(
            folder -> networks.forEach(n -> writeClasses(folder, n, made.get(n.className()))));
    open(request.reports(), folders)
        .ifPresent(folder ->
            networks.forEach(n ->
                made.get(n.className())
                    .report()
                    .ifPresent(page -> folder.write(path(n.className()) + ".html", page))));
    return new Built(
        source.file(),
        networks.stream().map(Ready::className).toList(),
        inputs,
        folders.stream().flatMap(folder -> folder.written().stream()).toList(),
        !unsound.contains(source));
  }

  private static Optional<OutputFolder> open(Optional<Path> root, List<OutputFolder> folders) {
    Optional<OutputFolder> folder = root.map(OutputFolder::new);
    folder.ifPresent(folders::add);
    return folder;
  }

  private static void writeClasses(OutputFolder folder, Ready network, Made made) {
    made.network().classes().forEach((name, bytes) -> folder.write(path(name) + ".class", bytes));
    folder.write(path(network.className()) + ".whittle", file -> made.network().file().write(file));
  }

  private static String path(String className) {
    return className.replace('.', '/');
  }
}
