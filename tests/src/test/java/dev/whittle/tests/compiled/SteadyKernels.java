package dev.whittle.tests.compiled;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Program;
import java.nio.file.Path;

/**
 * Runs all units of every step of a network until HotSpot's counters are past the thresholds of its
 * second compiler. Started in a JVM of its own that prints compilations.
 */
final class SteadyKernels {
  /** What a line that names a generated kernel too large for its callers starts with. */
  static final String KERNEL = "kernel ";

  /** Bytes of code of a method that HotSpot may compile as a part of its callers only. */
  private static final int INLINED = 325;

  private static final int MANY_UNITS = 32;
  private static final int FEW_RUNS = 1_500;
  private static final int MANY_RUNS = 12_000;

  private SteadyKernels() {}

  /**
   * Names the large kernels of a file's first network, then runs it.
   *
   * @param args the floats of a vector, then a {@code .cnn} file
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Graph graph = Cnn.check(Path.of(args[1])).graphs().getFirst();
    CompiledNetwork network =
        NetworkCompiler.compile(
            graph,
            HotMethods.halves(graph),
            NetworkCompiler.Settings.of(Integer.parseInt(args[0]), 1, 1));
    Plan plan = network.file().plans().getFirst();
    network
        .variants()
        .getFirst()
        .compiled()
        .methodSizes()
        .forEach((method, size) -> {
          if (method.startsWith("f32_") && size > INLINED) {
            System.out.println(KERNEL + plan.programClass() + "::" + method);
          }
        });
    Program program =
        (Program)
            new GeneratedClasses(network.classes())
                .loadClass(plan.programClass())
                .getConstructor()
                .newInstance();
    run(plan, program);
  }

  private static void run(Plan plan, Program program) {
    ArenaRun arena = new ArenaRun(plan, program);
    for (int step = 0; step < plan.steps().size(); step++) {
      int units = plan.steps().get(step).units();
      for (int run = 0; run < (units > MANY_UNITS ? FEW_RUNS : MANY_RUNS); run++) {
        arena.run(step, 0, units);
      }
    }
  }
}
