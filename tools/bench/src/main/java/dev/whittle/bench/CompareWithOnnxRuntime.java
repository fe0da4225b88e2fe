package dev.whittle.bench;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.weights.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Times a network compiled by Whittle against ONNX Runtime on the same tensor, in turns, and prints
 * medians and their ratio. docs/performance.md has the command line.
 */
public final class CompareWithOnnxRuntime {
  private static final double TOLERANCE = 1e-3;

  private CompareWithOnnxRuntime() {}

  /**
   * Runs the comparison.
   *
   * @param args the network, its weights, the same network as ONNX, and optionally the number of
   *     rounds (30), threads (1), batch (1) and seconds of warm-up (20)
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 3 || args.length > 7) {
      System.err.println(
          "usage: CompareWithOnnxRuntime Net.cnn net.safetensors net.onnx"
              + " [rounds [threads [batch [warm-up seconds]]]]");
      System.exit(2);
    }
    int rounds = number(args, 3, 30);
    int threads = number(args, 4, 1);
    int batch = number(args, 5, 1);
    int warmUp = number(args, 6, 20);
    Graph graph = Cnn.load(Path.of(args[0])).graph().orElseThrow();
    CompiledNetwork network =
        NetworkCompiler.compile(
            graph,
            Safetensors.open(Path.of(args[1])),
            NetworkCompiler.Settings.of(Vectors.lanes(), batch, threads));
    Model model = network.load(Options.standard().withThreads(threads));
    float[] input = input(batch * model.inputSize());
    long[] shape = Arrays.stream(model.inputs().getFirst().sizes()).asLongStream().toArray();
    try (Contender ours = new Whittled(model, input);
        Contender theirs = new OnnxRuntime(Path.of(args[2]), input, shape, threads)) {
      double difference = largestDifference(ours.run(), theirs.run());
      Duel.Outcome outcome = new Duel(ours, theirs).fight(warmUp, rounds);
      System.out.printf(
          Locale.ROOT,
          "%s, batch %d, %d thread(s), %d lanes, %d rounds, load %.1f, largest difference %.1e%n",
          model.name(),
          batch,
          threads,
          model.lanes(),
          rounds,
          java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          difference);
      System.out.printf(
          Locale.ROOT,
          "%s %.3f ms   %s %.3f ms   ratio %.3f (middle half of the rounds %.3f to %.3f)%n",
          ours.name(),
          outcome.ours(),
          theirs.name(),
          outcome.theirs(),
          outcome.ratio(),
          outcome.low(),
          outcome.high());
      if (difference > TOLERANCE) {
        System.err.println("the outputs differ: the comparison means nothing");
        System.exit(1);
      }
    }
  }

  private static int number(String[] args, int index, int otherwise) {
    return index < args.length ? Integer.parseInt(args[index]) : otherwise;
  }

  /** Values like those of a picture with its mean taken away. */
  private static float[] input(int size) {
    Random random = new Random(1);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(256) - 117;
    }
    return values;
  }

  private static double largestDifference(float[] ours, float[] theirs) {
    double largest = Math.abs(ours.length - theirs.length);
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    }
    return largest;
  }
}
