package dev.whittle.bench;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.runtime.Memory;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One fresh JVM's life with a network: how long until it is compiled, until the first answer, and
 * until runs are fast; how much memory and code it takes. Run it several times and take medians.
 */
public final class ColdStart {
  private static final int RUNS = 2000;

  private ColdStart() {}

  /**
   * Prints the figures.
   *
   * @param args the network and its weights
   */
  public static void main(String[] args) {
    long start = System.nanoTime();
    CompiledNetwork network =
        NetworkCompiler.compile(
            Cnn.load(Path.of(args[0])).graph().orElseThrow(),
            Safetensors.open(Path.of(args[1])),
            NetworkCompiler.Settings.of(Vectors.lanes(), 1, 1));
    long compiled = System.nanoTime();
    try (Model model = network.load(Options.standard().withThreads(1))) {
      long loaded = System.nanoTime();
      float[] input = new float[model.inputSize()];
      float[] output = new float[model.outputSize()];
      model.run(input, output);
      long answered = System.nanoTime();
      long fastest = Long.MAX_VALUE;
      long[] ends = new long[RUNS];
      long[] runs = new long[RUNS];
      for (int i = 0; i < RUNS; i++) {
        long before = System.nanoTime();
        model.run(input, output);
        ends[i] = System.nanoTime();
        runs[i] = ends[i] - before;
        fastest = Math.min(fastest, runs[i]);
      }
      long settled = answered;
      for (int i = 0; i < RUNS; i++) {
        settled = runs[i] > 2 * fastest && i < RUNS / 2 ? ends[i] : settled;
      }
      Memory memory = model.memory();
      long classBytes = network.classes().values().stream().mapToLong(b -> b.length).sum();
      System.out.printf(
          Locale.ROOT,
          "compile %.0f ms, load %.0f ms, first answer %.0f ms, fast after %.1f s, fastest %.3f ms%n",
          (compiled - start) / 1e6,
          (loaded - compiled) / 1e6,
          (answered - loaded) / 1e6,
          (settled - loaded) / 1e9,
          fastest / 1e6);
      System.out.printf(
          Locale.ROOT,
          "arena %d KiB, scratch %d KiB, packed weights %d KiB, class files %d KiB%n",
          memory.arenas() / 1024,
          memory.scratch() / 1024,
          memory.weights() / 1024,
          classBytes / 1024);
    }
  }
}
