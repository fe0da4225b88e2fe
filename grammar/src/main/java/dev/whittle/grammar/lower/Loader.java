package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Import;
import dev.whittle.grammar.ast.SourceFile;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.parse.SourceText;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a file and everything it imports, and builds its networks. */
public final class Loader {
  private static final int MAX_IMPORT_DEPTH = 50;

  private final Problems problems;
  private final Weights constants;
  private final Settings settings;
  private final Map<Path, Unit> units = new HashMap<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private final Set<Path> files = new TreeSet<>();
  private Path root = Path.of("");
  private List<PipelineSpec> pipelines = List.of();
  private boolean isBare;

  /** A file that was read. */
  private record Unit(SourceFile source, FileScope scope) {}

  /**
   * @param constants the values of constants that the text names, for printed graphs
   */
  public Loader(Problems problems, Weights constants) {
    this(problems, constants, Map.of());
  }

  /**
   * @param settings expressions that take the place of those of the file's own constants, by name
   */
  public Loader(Problems problems, Weights constants, Map<String, String> settings) {
    this.problems = problems;
    this.constants = constants;
    this.settings = Settings.of(settings, problems);
  }

  /** The networks of a file, none when anything is wrong. */
  public List<Graph> load(Path path) {
    String name = String.valueOf(path.getFileName());
    Span span = new Span(name, 0, 0, 0, 0);
    Optional<String> text = text(path, Mistake.BAD_FILE, span, "the file `%s`".formatted(name));
    if (text.isEmpty()) {
      return List.of();
    }
    Path absolute = path.toAbsolutePath().normalize();
    open.push(absolute);
    files.add(absolute);
    return read(name, text.get(), absolute.getParent());
  }

  /**
   * The networks of a text, none when anything is wrong.
   *
   * @param directory where imports and label files are looked for
   */
  public List<Graph> read(String name, String text, Path directory) {
    root = directory;
    Unit unit = unit(name, text, directory);
    settings.requireUsed(name, constants(unit));
    isBare = unit.source().declarations().isEmpty();
    List<Graph> graphs = new ArrayList<>();
    for (Declaration declaration : unit.source().declarations()) {
      if (declaration instanceof Declaration.Network network) {
        NetworkBuilder.build(network, unit.scope(), constants, problems).ifPresent(graphs::add);
      }
    }
    pipelines =
        names(unit, Declaration.Pipeline.class).stream()
            .flatMap(n -> unit.scope().pipeline(n).stream())
            .toList();
    return problems.hasErrors() ? List.of() : graphs;
  }

  /**
   * Every file that was read or looked for: sources and lists of labels, as absolute paths. The
   * result depends on no other.
   */
  public Set<Path> files() {
    return files;
  }

  /** The pipelines of the text read, none when anything is wrong. */
  public List<PipelineSpec> pipelines() {
    return problems.hasErrors() ? List.of() : pipelines;
  }

  /** True when the text read defines nothing. */
  public boolean isBare() {
    return isBare;
  }

  private Unit unit(String name, String text, Path directory) {
    String body = text.startsWith("\ufeff") ? text.substring(1) : text;
    SourceFile source = SourceText.read(name, body, problems);
    FileScope scope = new FileScope(directory, files);
    for (Import wanted : source.imports()) {
      if (!take(wanted, scope)) {
        scope.lackImport();
      }
    }
    Set<String> networks = new HashSet<>();
    Map<String, Declaration.Pipeline> declared = new LinkedHashMap<>();
    for (Declaration declaration : source.declarations()) {
      if (declaration instanceof Declaration.Pipeline pipeline) {
        declare(pipeline, scope, declared);
      } else {
        declare(declaration, scope, networks);
      }
    }
    PipelineBuilder.build(List.copyOf(declared.values()), scope, constants, problems);
    NameCheck.check(source, scope, problems);
    return new Unit(source, scope);
  }

  private void declare(
      Declaration.Pipeline pipeline, FileScope scope, Map<String, Declaration.Pipeline> declared) {
    Identifier name = pipeline.name();
    boolean isNew = declared.putIfAbsent(name.text(), pipeline) == null;
    if (scope.pipeline(name.text()).isPresent() || !isNew) {
      definedTwice(name);
    }
  }

  private void definedTwice(Identifier name) {
    problems.error(
        Mistake.DEFINED_TWICE,
        name.span(),
        "`%s` is defined already in this file or an imported one".formatted(name));
  }

  private void declare(Declaration declaration, FileScope scope, Set<String> networks) {
    Identifier name = declaration.name();
    boolean isNetwork = declaration instanceof Declaration.Network;
    if (isNetwork ? !networks.add(name.text()) : scope.defines(name.text())) {
      definedTwice(name);
      return;
    }
    switch (declaration) {
      case Declaration.Block block ->
          scope.define(
              name.text(), new FileScope.BlockIn(block, scope, problems.isUnreadable(name.span())));
      case Declaration.Constant constant ->
          scope.define(
              name.text(), evaluate(open.size() > 1 ? constant : settings.of(constant), scope));
      case Declaration.Network _, Declaration.Pipeline _ -> {}
    }
  }

  private Datum evaluate(Declaration.Constant constant, FileScope scope) {
    return new Evaluator(problems, new Budget(problems), Optional.empty(), constants)
        .inFile(constant.value(), scope);
  }

  /** Imports, and tells whether every name of the file wanted is known now. */
  private boolean take(Import wanted, FileScope scope) {
    Path path;
    try {
      path = scope.resolve(wanted.path());
    } catch (InvalidPathException e) {
      problems.error(Mistake.IMPORT_NOT_FOUND, wanted.pathSpan(), "this is not the name of a file");
      return false;
    }
    if (open.contains(path)) {
      List<String> circle = new ArrayList<>();
      for (Path at : open) {
        circle.addFirst(String.valueOf(at.getFileName()));
        if (at.equals(path)) {
          break;
        }
      }
      circle.add(String.valueOf(path.getFileName()));
      problems.error(
          Mistake.IMPORT_CYCLE,
          wanted.pathSpan(),
          "files import each other in a circle: " + String.join(" -> ", circle),
          "move what both need into a file of its own");
      return false;
    }
    Unit unit = units.get(path);
    if (unit == null) {
      String what = "the imported file `%s`".formatted(wanted.path());
      Optional<String> text =
          open.size() >= MAX_IMPORT_DEPTH
              ? Optional.empty()
              : text(path, Mistake.IMPORT_NOT_FOUND, wanted.pathSpan(), what);
      if (text.isEmpty()) {
        if (open.size() >= MAX_IMPORT_DEPTH) {
          problems.error(
              Mistake.TOO_DEEP,
              wanted.pathSpan(),
              "more than %d files import one another".formatted(MAX_IMPORT_DEPTH));
        }
        return false;
      }
      open.push(path);
      unit = unit(displayName(path), text.get(), path.getParent());
      open.pop();
      units.put(path, unit);
    }
    if (wanted.names().isEmpty()) {
      for (String name : own(unit)) {
        take(name, unit, wanted.pathSpan(), scope);
      }
    }
    for (Identifier name : wanted.names()) {
      if (own(unit).contains(name.text())) {
        take(name.text(), unit, name.span(), scope);
      } else {
        problems.error(
            Mistake.IMPORT_LACKS_NAME,
            name.span(),
            "`%s` defines no block, constant or pipeline `%s`".formatted(wanted.path(), name),
            Suggestion.didYouMean(name.text(), own(unit)));
      }
    }
    return !problems.hasUnreadable(unit.source().name());
  }

  private void take(String name, Unit unit, Span span, FileScope scope) {
    boolean isPipeline = names(unit, Declaration.Pipeline.class).contains(name);
    boolean isOther = unit.scope().defines(name);
    if (isPipeline && scope.pipeline(name).isPresent() || isOther && scope.defines(name)) {
      problems.error(
          Mistake.DEFINED_TWICE,
          span,
          "`%s` is imported twice".formatted(name),
          "choose what to import: `import a, b from \"file.cnn\"`");
      return;
    }
    if (isPipeline) {
      unit.scope().pipeline(name).ifPresent(p -> scope.define(name, p));
    }
    unit.scope().block(name).ifPresent(b -> scope.define(name, b));
    unit.scope().constant(name).ifPresent(c -> scope.define(name, c));
  }

  private static Set<String> constants(Unit unit) {
    return names(unit, Declaration.Constant.class);
  }

  private static Set<String> own(Unit unit) {
    return unit.source().declarations().stream()
        .filter(d -> !(d instanceof Declaration.Network))
        .map(d -> d.name().text())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> names(Unit unit, Class<? extends Declaration> kind) {
    return unit.source().declarations().stream()
        .filter(kind::isInstance)
        .map(d -> d.name().text())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String displayName(Path path) {
    Path base = root.toAbsolutePath().normalize();
    try {
      return base.relativize(path).toString().replace('\\', '/');
    } catch (IllegalArgumentException e) {
      return path.toString();
    }
  }

  private Optional<String> text(Path path, Mistake mistake, Span span, String what) {
    try {
      if (Files.isDirectory(path)) {
        problems.error(mistake, span, what + " is a folder");
        return Optional.empty();
      }
      if (Files.size(path) > 4L * SourceText.MAX_LENGTH) {
        problems.error(
            mistake, span, what + " is larger than %d bytes".formatted(4L * SourceText.MAX_LENGTH));
        return Optional.empty();
      }
      return Optional.of(Files.readString(path));
    } catch (CharacterCodingException e) {
      problems.error(mistake, span, what + " is not UTF-8 text");
    } catch (IOException e) {
      boolean exists = Files.exists(path);
      problems.error(
          mistake,
          span,
          what + (exists ? " cannot be read" : " does not exist"),
          exists ? "" : neighbour(path));
    }
    return Optional.empty();
  }

  private static String neighbour(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (var files = Files.list(folder)) {
      Set<String> names =
          files.limit(1000).map(f -> String.valueOf(f.getFileName())).collect(Collectors.toSet());
      return Suggestion.didYouMean(String.valueOf(path.getFileName()), names);
    } catch (IOException e) {
      return "";
    }
  }
}
