package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Likeness;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX models on the command line. */
class OnnxTest {
  private static final Path PICTURE = Example.PICTURES.resolve("R-all.png");

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void export() {
    model = folder.resolve("glyphs.onnx");
    Invocation export = Invocation.of("export", Example.NETWORK, "-o", model, "--pipeline", "none");
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.out()).startsWith(model + ": ").contains(" nodes, ");
  }

  @Test
  void anExportedNetworkAnswersTheSame() throws IOException {
    Path labels = Files.write(folder.resolve("labels.txt"), labels());
    Invocation expected = Invocation.of("run", Example.NETWORK, PICTURE, "--top", 3);
    Invocation run =
        Invocation.of(
            "run", model, PICTURE, "--top", 3, "--labels", labels, "--preprocess", preprocess());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(expected.out());
  }

  @Test
  void afterThePipelineTheAnswersStay() throws IOException {
    Path optimised = folder.resolve("exact.onnx");
    Invocation export = Invocation.of("export", Example.NETWORK, "-o", optimised, "--json");
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.json().get("bytes").asInt()).isEqualTo((int) Files.size(optimised));
    Path labels = Files.write(folder.resolve("labels.txt"), labels());
    Invocation run =
        Invocation.of("run", optimised, PICTURE, "--labels", labels, "--preprocess", preprocess());
    assertThat(run.out()).isEqualTo(Invocation.of("run", Example.NETWORK, PICTURE).out());
  }

  @Test
  void importWritesASourceThatReadsBack() throws IOException {
    Path target = folder.resolve("networks");
    Invocation done = Invocation.of("import", model, "-o", target, "--json");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.json().get("network").asText()).isEqualTo("glyphs");
    assertThat(files(target)).containsExactly("glyphs.cnn", "glyphs.safetensors");
    OnnxImport.Imported imported = OnnxImport.read(model, Map.of());
    Graph written = Cnn.load(target.resolve("glyphs.cnn")).graph().orElseThrow();
    assertThat(Likeness.areAlike(written, imported.graph().orElseThrow())).isTrue();
    Safetensors weights = Safetensors.open(target.resolve("glyphs.safetensors"));
    assertThat(weights.names())
        .containsExactlyInAnyOrderElementsOf(imported.weights().names())
        .allSatisfy(n -> assertThat(weights.find(n)).isEqualTo(imported.weights().find(n)));
    assertThat(Invocation.of("check", target.resolve("glyphs.cnn")).code()).isZero();
  }

  @Test
  void importReplacesNothingUnasked() throws IOException {
    assertThat(Invocation.of("import", model, "-o", folder).code()).isZero();
    Path text = folder.resolve("glyphs.cnn");
    Files.writeString(text, "mine");
    Files.delete(folder.resolve("glyphs.safetensors"));
    Invocation again = Invocation.of("import", model, "-o", folder);
    assertThat(again.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(again.err()).contains("is there already", "--force");
    assertThat(Files.readString(text)).isEqualTo("mine");
    assertThat(folder.resolve("glyphs.safetensors")).doesNotExist();
    assertThat(Invocation.of("import", model, "-o", folder, "--force").code()).isZero();
    assertThat(Files.readString(text)).startsWith("network glyphs {");
  }

  @Test
  void commandsTakeModels() throws IOException {
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("check", model),
            List.of("show", model),
            List.of("show", model, "--level", "planned"),
            List.of("bench", model, "--warm-up", 0, "-n", 2),
            List.of("profile", model, "--warm-up", 0, "-n", 2),
            List.of("explain", model),
            List.of("report", model, "--no-measure"),
            List.of("dump", model, "-o", folder.resolve("all.npz")),
            List.of("compile", model, "-o", folder.resolve("classes")))) {
      Invocation done = Invocation.of(command.toArray());
      assertThat(done.code()).as(command + ": " + done.err()).isZero();
    }
    assertThat(Invocation.of("check", model).out())
        .startsWith("glyphs(image: f32[N, 3, 44, 44]) -> glyph: f32[N, 36]\n");
    assertThat(Invocation.of("check", model, "--shape", "image=2x3x44x44").out())
        .startsWith("glyphs(image: f32[2, 3, 44, 44])");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path broken = folder.resolve("broken.onnx");
    byte[] bytes = Files.readAllBytes(model);
    Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
    Invocation damaged = Invocation.of("check", broken);
    assertThat(damaged.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(damaged.err()).startsWith("broken.onnx: error WO103: ").endsWith("1 error\n");
    assertThat(usage("import", Example.NETWORK, "-o", folder)).contains("is no .onnx file");
    assertThat(usage("check", Example.NETWORK, "--shape", "image=1x3x44x44")).contains("ONNX");
    assertThat(usage("show", model, "--preprocess", "men: 1")).contains("--preprocess", "men");
    assertThat(usage("bench", model, "--pipeline", "none2")).contains("no pipeline called none2");
    assertThat(usage("check", model, "--network", "Other")).contains("no network called Other");
  }

  private static String usage(Object... arguments) {
    Invocation done = Invocation.of(arguments);
    assertThat(done.code()).as(done.err()).isEqualTo(ExitCode.USAGE.code());
    return done.err();
  }

  private static List<String> labels() {
    return Cnn.load(Example.NETWORK).graph().orElseThrow().outputs().getFirst().labels();
  }

  private static String preprocess() throws IOException {
    String source = Files.readString(Example.NETWORK);
    int from = source.indexOf("@picture(") + "@picture(".length();
    return source.substring(from, source.indexOf(")\n", from));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
