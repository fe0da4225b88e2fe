package dev.whittle.cli.build;

import dev.whittle.cli.UserError;
import dev.whittle.runtime.Vectors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of what code can be generated for. */
public final class Targets {
  /** Every width, so that the machine an application runs on chooses. */
  public static final String PORTABLE = "portable";

  private static final List<Integer> ALL = List.of(16, 8, 4, 1);

  private Targets() {}

  /**
   * Floats per vector of each target named.
   *
   * @throws UserError for a name that is none
   */
  public static List<Integer> lanes(List<String> names) {
    Set<Integer> lanes = new LinkedHashSet<>();
    for (String name : names) {
      switch (name) {
        case PORTABLE -> lanes.addAll(ALL);
        case "host" -> lanes.add(Vectors.lanes());
        case "512" -> lanes.add(16);
        case "256" -> lanes.add(8);
        case "128" -> lanes.add(4);
        case "scalar" -> lanes.add(1);
        default ->
            throw UserError.usage(
                "there is no target called " + name, "use portable, host, 512, 256, 128 or scalar");
      }
    }
    return List.copyOf(lanes);
  }
}
