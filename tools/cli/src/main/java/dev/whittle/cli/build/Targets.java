package dev.whittle.cli.build;

import dev.whittle.cli.UserError;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.runtime.Vectors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of what code can be generated for. */
public final class Targets {
  /** Every width, so that the machine an application runs on chooses. */
  public static final String PORTABLE = "portable";

  /** The widest vectors of the machine that builds. */
  private static final String HOST = "host";

  private Targets() {}

  /**
   * Floats per vector of each target named.
   *
   * @throws UserError for a name that is none
   */
  public static List<Integer> lanes(List<String> names) {
    Set<Integer> lanes = new LinkedHashSet<>();
    for (String name : names) {
      Integer width = PipelineSpec.TARGETS.get(name);
      if (width != null) {
        lanes.add(width);
      } else if (name.equals(PORTABLE)) {
        lanes.addAll(PipelineSpec.TARGETS.values());
      } else if (name.equals(HOST)) {
        lanes.add(Vectors.lanes());
      } else {
        throw UserError.usage(
            "there is no target called " + name,
            "use %s, %s, %s"
                .formatted(PORTABLE, HOST, String.join(", ", PipelineSpec.TARGETS.keySet())));
      }
    }
    return List.copyOf(lanes);
  }
}
