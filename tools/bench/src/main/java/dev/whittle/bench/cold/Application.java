package dev.whittle.bench.cold;

import ai.onnxruntime.OrtEnvironment;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Preprocessing;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The same small application for both engines: one picture in, one answer out.
 *
 * @param folder where their jars are made
 * @param compression of the jars, 0 to 9
 */
record Application(Path folder, Path picture, int threads, int compression) {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** The package of the classes, of the compiled ones too. */
  static final String PACKAGE = Application.class.getPackageName();

  /** A jar with the compiled network, beside whittle-runtime. */
  FreshJvm whittle(CompiledNetwork network) throws IOException {
    Path jar = whittleJar(network);
    String path = jar + File.pathSeparator + place(Model.class);
    return new FreshJvm(
        "Whittle",
        List.of(VECTORS, "-cp", path, ColdWhittle.class.getName()),
        List.of(network.baseName() + ".whittle", picture.toString(), Integer.toString(threads)));
  }

  /** The network as an ONNX file, beside ONNX Runtime and Whittle's reader of pictures. */
  FreshJvm onnxRuntime(Path model, Preprocessing preprocessing) throws IOException {
    Path jar = folder.resolve("onnx-app.jar");
    try (JarOutputStream out = open(jar)) {
      add(out, ColdOnnxRuntime.class);
      add(out, Phases.class);
    }
    String path =
        String.join(
            File.pathSeparator, jar.toString(), place(OrtEnvironment.class), place(Model.class));
    List<String> arguments =
        new ArrayList<>(List.of(model.toString(), picture.toString(), Integer.toString(threads)));
    arguments.addAll(words(preprocessing));
    return new FreshJvm(
        "ONNX Runtime", List.of(NATIVE, "-cp", path, ColdOnnxRuntime.class.getName()), arguments);
  }

  private Path whittleJar(CompiledNetwork network) throws IOException {
    Path model = Files.createTempFile(folder, "model", ".whittle");
    network.file().write(model);
    Path jar = folder.resolve("app.jar");
    try (JarOutputStream out = open(jar)) {
      add(out, ColdWhittle.class);
      add(out, Phases.class);
      for (Map.Entry<String, byte[]> type : network.classes().entrySet()) {
        out.putNextEntry(new JarEntry(type.getKey().replace('.', '/') + ".class"));
        out.write(type.getValue());
      }
      out.putNextEntry(
          new JarEntry(PACKAGE.replace('.', '/') + "/" + network.baseName() + ".whittle"));
      Files.copy(model, out);
    }
    Files.delete(model);
    return jar;
  }

  private JarOutputStream open(Path jar) throws IOException {
    JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
    out.setLevel(compression);
    return out;
  }

  private static void add(JarOutputStream out, Class<?> type) throws IOException {
    out.putNextEntry(new JarEntry(type.getName().replace('.', '/') + ".class"));
    try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      bytes.transferTo(out);
    }
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

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
