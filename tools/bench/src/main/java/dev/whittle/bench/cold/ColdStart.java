package dev.whittle.bench.cold;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/**
 * From the start of a virtual machine to the answer about a picture: a compiled network in a jar
 * beside whittle-runtime, against ONNX Runtime, each with and without an AOT cache, in turns.
 * docs/performance.md has the command line.
 */
public final class ColdStart {
  private static final int LONG_ROUNDS = 3;

  private ColdStart() {}

  /**
   * Prints medians of every phase, and how many times ONNX Runtime's time Whittle takes.
   *
   * @param args the network, its weights, the same network as ONNX, a picture, and optionally the
   *     number of rounds (9) and threads (all processors)
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 4 || args.length > 6) {
      System.err.println(
          "usage: ColdStart Net.cnn net.safetensors net.onnx picture [rounds [threads]]");
      System.exit(2);
    }
    int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 9;
    int threads =
        args.length > 5 ? Integer.parseInt(args[5]) : Runtime.getRuntime().availableProcessors();
    try (ScratchFolder folder = ScratchFolder.make()) {
      Application application =
          new Application(folder.path(), Path.of(args[3]), threads, Deflater.DEFAULT_COMPRESSION);
      run(application, compile(Path.of(args[0]), Path.of(args[1])), Path.of(args[2]), rounds);
    }
  }

  private static void run(Application application, CompiledNetwork network, Path onnx, int rounds)
      throws Exception {
    FreshJvm ours = application.whittle(network);
    FreshJvm theirs =
        application.onnxRuntime(onnx, network.file().preprocessing().values().iterator().next());
    FreshJvm eager = ours.asked("Whittle, no quick start", "vectors");
    FreshJvm longer = ours.asked("Whittle", "on");
    Path folder = application.folder();
    List<FreshJvm> programs =
        List.of(ours, theirs, cached(ours, longer, folder), cached(theirs, theirs, folder), eager);
    Contest contest = new Contest(programs);
    contest.run(rounds);
    contest.print();
    System.out.printf(
        Locale.ROOT,
        "first answer, Whittle to ONNX Runtime: %.2f, with AOT caches %.2f%n",
        contest.ratio(0, 1),
        contest.ratio(2, 3));
    Contest life = new Contest(List.of(longer));
    life.run(LONG_ROUNDS);
    System.out.printf(
        Locale.ROOT,
        "after the first answer: vector plans in use %.0f ms, fast %.0f ms; fastest run %.2f ms%n",
        life.median(0, "changed"),
        life.median(0, "fast"),
        life.median(0, "fastest"));
  }

  private static CompiledNetwork compile(Path network, Path weights) {
    Settings settings =
        new Settings(
            Application.PACKAGE,
            target -> Pipelines.EXACT,
            List.of(16, 8, 4, 1),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (pass, graph) -> {});
    return NetworkCompiler.compile(
        Cnn.load(network).graph().orElseThrow(), Safetensors.open(weights), settings);
  }

  /** The program with an AOT cache from a run of {@code training}. */
  private static FreshJvm cached(FreshJvm program, FreshJvm training, Path folder)
      throws IOException, InterruptedException {
    Path cache = folder.resolve(program.name().replace(' ', '-') + ".aot");
    training.with("training", "-XX:AOTCacheOutput=" + cache).start();
    return program.with(program.name() + ", AOT cache", "-XX:AOTCache=" + cache);
  }
}
