package dev.whittle.bench.suite;

import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Profile;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a network that do its work.
 *
 * @param name the kernel when there is one such step, else how many
 * @param share their part of all steps' time
 */
record Kernels(String name, double share) {
  private static final String CONVERSION = "reorder";

  /** The step of {@code layer}, or all steps but conversions of layouts. */
  static Kernels of(Profile profile, Optional<String> layer) {
    List<Profile.Row> rows =
        profile.rows().stream()
            .filter(row ->
                layer
                    .map(row.step().name()::equals)
                    .orElse(!row.step().kernel().contains(CONVERSION)))
            .toList();
    double share = rows.stream().mapToDouble(Profile.Row::share).sum();
    String name =
        rows.size() == 1
            ? rows.getFirst().step().kernel()
            : Units.plural(
                rows.stream().map(row -> row.step().kernel()).distinct().count(), "kernel");
    return new Kernels(name, share);
  }
}
