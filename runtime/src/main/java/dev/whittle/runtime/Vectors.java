package dev.whittle.runtime;

import java.util.Optional;

/**
 * What vectors this Java virtual machine offers, found out without a dependency on their module.
 */
public final class Vectors {
  private static final String MODULE = "jdk.incubator.vector";

  private Vectors() {}

  /**
   * Floats in the processor's preferred vector, 1 when the vector module is not there.
   *
   * <p>{@code whittle.lanes} lowers the answer, and raises it when the module is there.
   */
  public static int lanes() {
    return Probe.LANES;
  }

  /** Whether {@code jdk.incubator.vector} was resolved when the machine started. */
  static boolean isModulePresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** Whether code in {@code module} may use the vector module, which is there. */
  static boolean areReadBy(Module module) {
    return ModuleLayer.boot().findModule(MODULE).filter(module::canRead).isPresent();
  }

  /** Says once how to get the vector kernels. */
  static void warnOfAbsence() {
    Absence.warned();
  }

  private static int probe() {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return 1;
    }
    if (Knobs.lanes() > 0) {
      return Knobs.lanes();
    }
    try {
      Class<?> vector = Class.forName(module.get(), MODULE + ".FloatVector");
      Object species = vector.getField("SPECIES_PREFERRED").get(null);
      Class<?> type = Class.forName(module.get(), MODULE + ".VectorSpecies");
      return (int) type.getMethod("length").invoke(species);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the module " + MODULE + " is not the one of JDK 25", e);
    }
  }

  private static final class Probe {
    static final int LANES = probe();
  }

  private static final class Absence {
    static {
      System.err.println(
          "whittle: running scalar kernels, several times slower than this processor can: start"
              + " java with --add-modules jdk.incubator.vector");
    }

    static void warned() {}
  }
}
