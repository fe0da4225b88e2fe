package dev.whittle.cli.build;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Node;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a network's weights: a {@code .safetensors} file called like the network or like its file,
 * in the weights folder (in the folder of the package, then in the weights folder itself), then
 * beside the source.
 */
final class WeightsLookup {
  private static final String ENDING = ".safetensors";

  private final Optional<Path> folder;
  private final WeightsCheck.Depth depth;

  /**
   * @param depth how much of each file is read
   */
  WeightsLookup(Optional<Path> folder, WeightsCheck.Depth depth) {
    this.folder = folder;
    this.depth = depth;
  }

  /**
   * Weights and what is wrong with them.
   *
   * @param weights absent when they are missing or cannot be read
   * @param files what was looked for, up to the file found
   */
  record Found(Optional<Weights> weights, List<Diagnostic> diagnostics, List<Path> files) {
    /** Weights that the source itself holds. */
    static Found of(Weights weights) {
      return new Found(Optional.of(weights), List.of(), List.of());
    }
  }

  Found find(ProjectFile source, Graph graph) {
    if (graph.nodes().stream().noneMatch(WeightsLookup::isParameter)) {
      return new Found(Optional.of(Weights.of(Map.of())), List.of(), List.of());
    }
    List<Path> looked = new ArrayList<>();
    for (Path file : candidates(source, graph.name())) {
      looked.add(file);
      if (Files.isRegularFile(file)) {
        WeightsCheck.Checked checked = WeightsCheck.open(graph, file, depth);
        return new Found(checked.weights(), checked.diagnostics(), looked);
      }
    }
    Diagnostic missing =
        Mistake.NO_WEIGHTS.error(
            graph.origin().span(),
            "there are no weights for the network `%s`".formatted(graph.name()),
            "put them at " + relative(source, looked.getFirst()));
    return new Found(Optional.empty(), List.of(missing), looked);
  }

  private static boolean isParameter(Node node) {
    return node.op() instanceof Parameter;
  }

  private Set<Path> candidates(ProjectFile source, String network) {
    Set<Path> candidates = new LinkedHashSet<>();
    List<String> names = List.of(network + ENDING, ProjectFile.stem(source.file()) + ENDING);
    Path inPackage = source.file().getParent();
    folder.ifPresent(root -> {
      Path packageFolder = inPackage == null ? root : root.resolve(inPackage);
      names.forEach(name -> candidates.add(packageFolder.resolve(name)));
      names.forEach(name -> candidates.add(root.resolve(name)));
    });
    names.forEach(name -> candidates.add(source.path().resolveSibling(name)));
    return candidates;
  }

  private String relative(ProjectFile source, Path file) {
    Path root = folder.orElse(source.root());
    Path parent = root.toAbsolutePath().normalize().getParent();
    Path path = file.toAbsolutePath().normalize();
    return (parent == null ? path : parent.relativize(path)).toString().replace('\\', '/');
  }
}
