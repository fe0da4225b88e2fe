package dev.whittle.bench.cold;

import ai.onnxruntime.OrtEnvironment;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.weights.Safetensors;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * From the start of a virtual machine to the answer about a picture: a compiled network in a jar
 * beside whittle-runtime, against ONNX Runtime, each with and without an AOT cache, in turns.
 * docs/performance.md has the command line.
 */
public final class ColdStart {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
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
    Path folder = Files.createTempDirectory("whittle-cold-start");
    try {
      run(args, rounds, Integer.toString(threads), folder);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void run(String[] args, int rounds, String threads, Path folder) throws Exception {
    CompiledNetwork network = compile(Path.of(args[0]), Path.of(args[1]));
    Path whittle = whittleJar(network, folder.resolve("app.jar"));
    Path onnx = jar(folder.resolve("onnx-app.jar"), ColdOnnxRuntime.class);
    String runtime = place(Model.class);
    String model = network.baseName() + ".whittle";
    List<String> question = List.of(model, args[3], threads);
    FreshJvm ours =
        new FreshJvm(
            "Whittle",
            List.of(
                VECTORS,
                "-cp",
                whittle + File.pathSeparator + runtime,
                ColdWhittle.class.getName()),
            question);
    List<String> vectors = new ArrayList<>(question);
    vectors.add("vectors");
    FreshJvm eager = new FreshJvm("Whittle, no quick start", ours.options(), vectors);
    List<String> theirQuestion = new ArrayList<>(List.of(args[2], args[3], threads));
    theirQuestion.addAll(words(network.file().preprocessing().values().iterator().next()));
    String onnxRuntime = place(OrtEnvironment.class);
    String onnxPath = String.join(File.pathSeparator, onnx.toString(), onnxRuntime, runtime);
    FreshJvm theirs =
        new FreshJvm(
            "ONNX Runtime",
            List.of(NATIVE, "-cp", onnxPath, ColdOnnxRuntime.class.getName()),
            theirQuestion);
    List<String> on = new ArrayList<>(question);
    on.add("on");
    FreshJvm longer = new FreshJvm("Whittle", ours.options(), on);
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
            ColdStart.class.getPackageName(),
            target -> Pipelines.EXACT,
            List.of(16, 8, 4, 1),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (pass, graph) -> {});
    return NetworkCompiler.compile(
        Cnn.load(network).graph().orElseThrow(), Safetensors.open(weights), settings);
  }

  private static Path whittleJar(CompiledNetwork network, Path jar) throws IOException {
    String folder = ColdStart.class.getPackageName().replace('.', '/') + "/";
    Path model = Files.createTempFile(jar.getParent(), "model", ".whittle");
    network.file().write(model);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, ColdWhittle.class);
      add(out, Phases.class);
      for (Map.Entry<String, byte[]> type : network.classes().entrySet()) {
        out.putNextEntry(new JarEntry(type.getKey().replace('.', '/') + ".class"));
        out.write(type.getValue());
      }
      out.putNextEntry(new JarEntry(folder + network.baseName() + ".whittle"));
      Files.copy(model, out);
    }
    return jar;
  }

  private static Path jar(Path jar, Class<?> main) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, main);
      add(out, Phases.class);
    }
    return jar;
  }

  private static void add(JarOutputStream out, Class<?> type) throws IOException {
    out.putNextEntry(new JarEntry(type.getName().replace('.', '/') + ".class"));
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      bytes.transferTo(out);
    }
  }

  /** The program with an AOT cache from a run of {@code training}. */
  private static FreshJvm cached(FreshJvm program, FreshJvm training, Path folder)
      throws IOException, InterruptedException {
    Path cache = folder.resolve(program.name().replace(' ', '-') + ".aot");
    training.with("training", "-XX:AOTCacheOutput=" + cache).start();
    return program.with(program.name() + ", AOT cache", "-XX:AOTCache=" + cache);
  }

  private static List<String> words(Preprocessing p) {
    List<String> words = new ArrayList<>();
    words.add(Integer.toString(p.resize()));
    words.add(Integer.toString(p.cropHeight()));
    words.add(Integer.toString(p.cropWidth()));
    words.add(p.order().name());
    words.add(Float.toString(p.scale()));
    p.mean().forEach(mean -> words.add(mean.toString()));
    p.std().forEach(std -> words.add(std.toString()));
    return words;
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
