package dev.whittle.tests.fuzz;

import dev.whittle.cli.UserError;
import dev.whittle.cli.tensor.NpzWriter;
import dev.whittle.cli.tensor.TensorFile;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.ModelException;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureException;
import dev.whittle.runtime.weights.Safetensors;
import dev.whittle.runtime.weights.WeightsException;
import dev.whittle.tests.onnx.OnnxSeeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/** The readers of files that strangers write; a new one needs a line here. */
final class Targets {
  private static final Path NOWHERE = Path.of("target/no-such-folder");
  private static final int PRELUDE = 64;
  private static final int LENGTHS = 16;
  private static final int DIGEST = 32;

  private Targets() {}

  static List<Target> all() {
    return List.of(
        Target.of("onnx", OnnxSeeds.models(40), NoRefusal.class, Targets::onnx)
            .words("Reshape", "Conv", "N", "axes", "axis", "value", "\n\2", "\"\0", "\10\1"),
        Target.of(
                "safetensors",
                List.of(safetensors()),
                WeightsException.class,
                bytes -> readAll(Safetensors.of(MemorySegment.ofArray(bytes), "fuzz")))
            .words("\"a\":", "{", "}", "[", "F32", "I64", "-1", "4294967296", "1e99", "\\u0000"),
        Target.of("npy", List.of(npy()), UserError.class, bytes -> tensors(bytes, "fuzz.npy"))
            .words("'shape'", "(", ")", ",", "'<f4'", "'|O'", "True", "-1", "4294967296"),
        Target.of("npz", List.of(npz()), UserError.class, bytes -> tensors(bytes, "fuzz.npz"))
            .words("PK\3\4", "PK\1\2", "PK\5\6", "../", "\377\377\377\377", "(2, 3)", "-1"),
        Target.of("model", List.of(model()), ModelException.class, Targets::model)
            .words("\"name\":", "{}", "[", "null", "-1", "4294967296", "1e9", "\"bytes\":")
            .repairing(Targets::sealed),
        Target.of(
                "picture",
                List.of(
                    file("../examples/glyphs/pictures/2-scaled.png"),
                    file("../examples/digits/samples/4.png")),
                PictureException.class,
                bytes -> Picture.read(new ByteArrayInputStream(bytes), "fuzz").width() > 0)
            .words("IHDR", "IDAT", "PLTE", "tRNS", "\0\0\0\1"),
        Target.of(
                "cnn",
                List.of(
                    file("../examples/networks/LeNet.cnn"),
                    file("../examples/glyphs/Glyphs.cnn"),
                    file("../examples/networks/VGG16.cnn")),
                NoRefusal.class,
                Targets::network)
            .words(
                "for i in 0..9 {",
                "block b(x) {",
                "}",
                "(",
                "[",
                "|>",
                "conv(",
                "-",
                "9999999999",
                "import \"x\"",
                "if true {",
                "\"",
                "//",
                "@label(",
                "1e400",
                "for i in 0..1000000000 {"),
        Target.of(
                "pipeline",
                List.of(file("../examples/glyphs/guarded.pipeline")),
                NoRefusal.class,
                Targets::pipeline)
            .words("pipeline p {", "}", "(", "guard", ":", "1e400", "\"", "[", "-", "layers"));
  }

  /** The documented exception of readers that have none. */
  static final class NoRefusal extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static boolean onnx(byte[] bytes) {
    Imported imported =
        OnnxImport.read(
            MemorySegment.ofArray(bytes), "fuzz.onnx", NOWHERE, OnnxInputs.of(Map.of()));
    require(imported.graph().isEmpty() == !imported.diagnostics().isEmpty());
    require(imported.diagnostics().stream().allMatch(d -> d.code().startsWith("WO")));
    readAll(imported.weights());
    return imported.graph().isPresent();
  }

  private static boolean network(byte[] bytes) {
    Loaded loaded = Cnn.read("fuzz.cnn", new String(bytes, StandardCharsets.UTF_8), NOWHERE);
    require(isRefused(loaded) || loaded.graph().isPresent());
    return !isRefused(loaded);
  }

  private static boolean pipeline(byte[] bytes) throws IOException {
    Path file = Files.write(Path.of("target/fuzz.pipeline"), bytes);
    return !isRefused(Cnn.check(file));
  }

  private static boolean isRefused(Loaded loaded) {
    return loaded.diagnostics().stream().anyMatch(Diagnostic::isError);
  }

  private static boolean tensors(byte[] bytes, String name) throws IOException {
    Path path = Files.write(Path.of("target", name), bytes);
    try (TensorFile file = TensorFile.open(path)) {
      for (String tensor : file.types().keySet()) {
        require(file.read(tensor).elementCount() >= 0);
      }
    }
    return true;
  }

  private static boolean model(byte[] bytes) throws IOException {
    return readAll(ModelFile.read(new ByteArrayInputStream(bytes), "fuzz").weights());
  }

  private static boolean readAll(Weights weights) {
    for (String name : weights.names()) {
      Tensor tensor = weights.find(name).orElseThrow();
      if (tensor.elementCount() > 0) {
        tensor.get(tensor.elementCount() - 1);
      }
    }
    return true;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("neither read nor refused");
    }
  }

  /** Writes the lengths and the digest anew that hide what is behind them. */
  private static byte[] sealed(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < PRELUDE) {
      return content;
    }
    long header = buffer.getLong(LENGTHS);
    buffer.putLong(LENGTHS + 8, content.length);
    if (header >= 0 && header <= content.length - PRELUDE) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(content, PRELUDE, (int) header);
        buffer.put(DIGEST, digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    return content;
  }

  private static byte[] safetensors() {
    Map<String, Tensor> tensors =
        Map.of("a", Tensor.of(new float[6], 2, 3), "b.weight", Tensor.of(new float[4], 4, 1));
    return written(file -> Safetensors.write(file, Weights.of(tensors), Map.of("by", "hand")));
  }

  private static byte[] npz() {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put("a", Tensor.of(new float[6], 2, 3));
    tensors.put("b", Tensor.zeros(ElementType.I64, new int[] {3}));
    return written(file -> NpzWriter.write(file, tensors));
  }

  private static byte[] npy() {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz()))) {
      zip.getNextEntry();
      return zip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] model() {
    String text =
        """
        network Tiny {
          input x: f32[1, 2]
          output y = x |> relu
        }
        """;
    Settings settings =
        new Settings(
            "fuzz",
            _ -> Pipelines.EXACT,
            List.of(1),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (_, _) -> {});
    Loaded loaded = Cnn.read("Tiny.cnn", text, NOWHERE);
    ModelFile file =
        NetworkCompiler.compile(loaded.graph().orElseThrow(), Weights.of(Map.of()), settings)
            .file();
    return written(file::write);
  }

  private interface Writing {
    void write(Path file) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try {
      Path file = Files.createTempFile("fuzz", ".seed");
      writing.write(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] file(String path) {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
