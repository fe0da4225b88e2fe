package dev.whittle.tests.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/** An application as a user would build it: a compiled network, a class of its own, the runtime. */
final class Application {
  static final String MAIN = "com.acme.App";
  static final String NETWORK = "Glyphs.whittle";
  static final Path PICTURE =
      Path.of("../examples/glyphs/pictures/7-inverted.png").toAbsolutePath();

  private static final Path GLYPHS = Path.of("../examples/glyphs");

  private static final String SOURCE =
      """
      package com.acme;

      import dev.whittle.runtime.Answer;
      import dev.whittle.runtime.Model;
      import dev.whittle.runtime.Options;
      import java.nio.file.Path;

      public class App {
        public static void main(String[] args) throws Exception {
          Thread.currentThread().setContextClassLoader(null);
          Class<?> anchor = args.length > 1 ? Class.forName(args[1]) : App.class;
          Options options = Options.standard().withoutQuickStart().withThreads(1);
          for (int i = 0; i < 2; i++) {
            try (Model model = Model.load(anchor, "Glyphs.whittle", options)) {
              System.out.println(model.lanes() > 1 ? "vectors" : "scalar");
              for (Answer answer : model.classify(Path.of(args[0]), 2)) {
                System.out.println(answer.label() + " " + answer.probability());
              }
            }
          }
        }
      }
      """;

  private Application() {}

  /** Writes the generated classes and the model file of the glyphs network. */
  static void writeNetwork(Path folder, float weightScale) throws IOException {
    write(compile(weightScale), folder);
  }

  static CompiledNetwork compile(float weightScale) {
    Graph graph = Cnn.load(GLYPHS.resolve("Glyphs.cnn")).graph().orElseThrow();
    Weights trained = Safetensors.open(GLYPHS.resolve("Glyphs.safetensors"));
    Weights weights = weightScale == 1 ? trained : new ScaledWeights(trained, weightScale);
    Settings settings =
        new Settings(
            "com.acme",
            target -> Pipelines.EXACT,
            List.of(8, 4, 1),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (pass, after) -> {});
    return NetworkCompiler.compile(graph, weights, settings);
  }

  static void write(CompiledNetwork network, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : network.classes().entrySet()) {
      Path path = folder.resolve(file.getKey().replace('.', '/') + ".class");
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    network.file().write(folder.resolve("com/acme").resolve(NETWORK));
  }

  /** Compiles the main class, and {@code module} beside it when that is not empty. */
  static void writeClasses(Path folder, Path runtime, String module) throws IOException {
    Path sources = Files.createTempDirectory(folder.getParent(), "sources");
    List<String> arguments = new ArrayList<>(List.of("-d", folder.toString()));
    arguments.addAll(List.of(module.isEmpty() ? "-cp" : "-p", runtime.toString()));
    Path main = sources.resolve("App.java");
    arguments.add(Files.writeString(main, SOURCE).toString());
    if (!module.isEmpty()) {
      Path info = sources.resolve("module-info.java");
      arguments.add(Files.writeString(info, module).toString());
    }
    run("javac", arguments);
  }

  /** The runtime as an application gets it: a jar. */
  static Path runtimeJar(Path folder) throws IOException {
    Path place;
    try {
      place = Path.of(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return Files.isDirectory(place) ? jar(place, folder.resolve("whittle-runtime.jar")) : place;
  }

  /** Packs a folder. */
  static Path jar(Path content, Path jar) {
    run("jar", List.of("--create", "--file", jar.toString(), "-C", content.toString(), "."));
    return jar;
  }

  private static void run(String tool, List<String> arguments) {
    int code =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(code).as("%s %s", tool, arguments).isZero();
  }
}
