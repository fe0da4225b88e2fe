package dev.whittle.grammar.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the weights of repeated runs lie: one path for each run, below which all are named alike.
 */
record WeightPaths(List<String> bases) {
  WeightPaths {
    bases = List.copyOf(bases);
  }

  /** The paths of the runs; absent where they have no weights or these are not named alike. */
  static Optional<WeightPaths> of(List<List<Chain>> runs) {
    List<String> bases = new ArrayList<>();
    List<String> below = List.of();
    for (List<Chain> run : runs) {
      List<String> paths =
          run.stream().flatMap(c -> c.steps().stream()).flatMap(s -> s.path().stream()).toList();
      Optional<String> base =
          paths.isEmpty() || paths.contains("") ? Optional.empty() : Paths.common(paths);
      if (base.isEmpty()) {
        return Optional.empty();
      }
      List<String> names = paths.stream().map(p -> Paths.below(base.get(), p)).toList();
      if (!bases.isEmpty() && !names.equals(below)) {
        return Optional.empty();
      }
      below = names;
      bases.add(base.get());
    }
    return Optional.of(new WeightPaths(bases));
  }

  /** A path of the first run, from its base on. */
  String below(String path) {
    return Paths.below(bases.getFirst(), path);
  }
}
