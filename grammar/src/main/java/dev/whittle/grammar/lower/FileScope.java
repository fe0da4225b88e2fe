package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Statement;
import dev.whittle.grammar.ast.Walk;
import dev.whittle.ir.PipelineSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names at the top level of one file mean. */
final class FileScope {
  /**
   * A block and the file whose names its body uses.
   *
   * @param isBroken its parameters could not be read
   */
  record BlockIn(Declaration.Block block, FileScope home, boolean isBroken) {
    Signature signature() {
      List<Signature.Param> params = new ArrayList<>();
      for (var parameter : block.parameters()) {
        Kind kind =
            parameter.type().flatMap(t -> Kind.named(t.text())).orElse(Kind.of(Kind.Base.TENSOR));
        params.add(
            new Signature.Param(
                parameter.name().text(),
                Set.of(),
                kind,
                Optional.empty(),
                parameter.defaultValue().isPresent()));
      }
      params.add(Signature.Param.optional("weights", Kind.Base.TEXT));
      return new Signature(block.name().text(), params, false);
    }
  }

  private final Path directory;
  private final Set<Path> files;
  private final Map<String, BlockIn> blocks = new LinkedHashMap<>();
  private final Map<String, Datum> constants = new LinkedHashMap<>();
  private final Map<String, PipelineSpec> pipelines = new LinkedHashMap<>();
  private final Map<Declaration.Block, Boolean> hasWeights = new HashMap<>();
  private boolean isIncomplete;

  /**
   * @param directory where the file lies; paths in it start there
   * @param files collects what the file asks for
   */
  FileScope(Path directory, Set<Path> files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * The file that {@code path}, as written in this file, names.
   *
   * @throws java.nio.file.InvalidPathException when it cannot name one
   */
  Path resolve(String path) {
    Path file = directory.resolve(path).toAbsolutePath().normalize();
    files.add(file);
    return file;
  }

  /** Notes that an import failed, so that unknown names may not be mistakes. */
  void lackImport() {
    isIncomplete = true;
  }

  boolean isIncomplete() {
    return isIncomplete;
  }

  void define(String name, BlockIn block) {
    blocks.put(name, block);
  }

  void define(String name, Datum constant) {
    constants.put(name, constant);
  }

  void define(String name, PipelineSpec pipeline) {
    pipelines.put(name, pipeline);
  }

  Optional<PipelineSpec> pipeline(String name) {
    return Optional.ofNullable(pipelines.get(name));
  }

  Set<String> pipelines() {
    return pipelines.keySet();
  }

  Optional<BlockIn> block(String name) {
    return Optional.ofNullable(blocks.get(name));
  }

  Optional<Datum> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  boolean defines(String name) {
    return blocks.containsKey(name) || constants.containsKey(name);
  }

  /** True when something of this name can be called. */
  boolean knowsFunction(String name) {
    return Catalogue.find(this, name).isPresent();
  }

  Set<String> blocks() {
    return blocks.keySet();
  }

  Set<String> constants() {
    return constants.keySet();
  }

  /** True for layers, and for blocks from which a layer can be reached. */
  boolean hasWeights(Identifier function) {
    BlockIn block = blocks.get(function.text());
    return block == null
        ? Layers.find(function.text()).isPresent()
        : hasWeights.computeIfAbsent(block.block(), b -> reachesLayer(block));
  }

  private static boolean reachesLayer(BlockIn start) {
    Set<Declaration.Block> seen = new HashSet<>(Set.of(start.block()));
    Deque<BlockIn> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      BlockIn next = open.pop();
      List<Identifier> functions = new ArrayList<>();
      Walk.statements(next.block().body(), s -> collect(s, functions));
      for (Identifier function : functions) {
        Optional<BlockIn> called = next.home().block(function.text());
        if (called.isEmpty() && Layers.find(function.text()).isPresent()) {
          return true;
        }
        called.filter(c -> seen.add(c.block())).ifPresent(open::push);
      }
    }
    return false;
  }

  private static void collect(Statement statement, List<Identifier> functions) {
    for (Expression expression : Walk.expressions(statement)) {
      Walk.through(
          expression,
          e -> {
            if (e instanceof Expression.Call call) {
              functions.add(call.function());
            }
          });
    }
  }
}
