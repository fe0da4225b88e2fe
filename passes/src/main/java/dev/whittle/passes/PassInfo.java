package dev.whittle.passes;

import dev.whittle.ir.Level;
import java.util.List;
import java.util.Optional;

/**
 * What a pass says of itself; the catalogue, the documentation and pipeline diagnostics come from
 * it.
 *
 * @param name as written in pipelines, verb first, lower case with hyphens
 * @param summary one sentence
 * @param from the level of the graphs it takes
 * @param level the level of the graphs it makes
 * @param required true when no graph compiles without it: it runs in every pipeline and does not
 *     stop when a bisection stops the others
 */
public record PassInfo(
    String name,
    String summary,
    List<PassOption> options,
    Level from,
    Level level,
    Exactness exactness,
    boolean required) {
  public PassInfo {
    options = List.copyOf(options);
  }

  public Optional<PassOption> option(String optionName) {
    return options.stream().filter(o -> o.name().equals(optionName)).findFirst();
  }
}
