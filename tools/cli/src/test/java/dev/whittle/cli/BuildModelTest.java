package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX models among the networks of a project. */
class BuildModelTest {
  @TempDir Path folder;
  private Path sources;
  private Path facades;
  private Path classes;

  @BeforeEach
  void export() throws IOException {
    sources = Files.createDirectories(folder.resolve("src/com/acme"));
    facades = folder.resolve("facades");
    classes = folder.resolve("classes");
    Invocation export =
        Invocation.of(
            "export", Example.NETWORK, "-o", sources.resolve("Reader.onnx"), "--pipeline", "none");
    assertThat(export.code()).as(export.err()).isZero();
  }

  @Test
  void aModelBecomesAClass() throws IOException {
    settings("preprocess = resize: 44, scale: 0.0078431373, mean: 1.0\nlabels = glyphs.txt\n");
    Files.write(
        sources.resolve("glyphs.txt"), List.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".split("")));
    Invocation build = build("--json");
    assertThat(build.code()).as(build.err()).isZero();
    assertThat(classes.resolve("com/acme/Reader.whittle")).exists();
    assertThat(Files.readString(facades.resolve("com/acme/Reader.java"))).contains("classify(");
    assertThat(build.out())
        .contains("com/acme/Reader.onnx", "com.acme.Reader")
        .contains("Reader.properties", "Reader.kernels", "glyphs.txt");
  }

  @Test
  void aModelNeedsNoSettings() throws IOException {
    assertThat(build().err()).isEmpty();
    assertThat(Files.readString(facades.resolve("com/acme/Reader.java")))
        .doesNotContain("classify(");
  }

  @Test
  void wrongSettingsAreMistakes() throws IOException {
    settings("label = glyphs.txt\nshape.picture = 1x3x44x44\n");
    Invocation build = build();
    assertThat(build.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(build.err())
        .contains("Reader.properties: error WO304: there is no setting `label`")
        .contains("hint: did you mean `labels`?")
        .contains("Reader.onnx: error WO303: ");
    settings("preprocess = resize: 4\n");
    assertThat(build().err())
        .contains("Reader.properties: error WO304: `preprocess`: a shorter side of 4 is too small");
    settings("labels = nowhere.txt\n");
    assertThat(build().err()).contains("Reader.properties: error WO304: `labels`: ");
    Files.write(sources.resolve("Reader.properties"), new byte[] {(byte) 0xff});
    assertThat(build().err())
        .contains("Reader.properties: error WO304: the settings of the model cannot be read");
    assertThat(classes).doesNotExist();
  }

  @Test
  void aBrokenModelIsAMistake() throws IOException {
    Files.writeString(sources.resolve("Reader.onnx"), "no model");
    assertThat(build().err()).contains("com/acme/Reader.onnx: error WO103: ");
  }

  private void settings(String text) throws IOException {
    Files.writeString(sources.resolve("Reader.properties"), text);
  }

  private Invocation build(String... options) {
    return Invocation.of(
        "build",
        folder.resolve("src"),
        "--facades",
        facades,
        "--classes",
        classes,
        "--target",
        "scalar",
        options.length == 0 ? "--strict" : options[0]);
  }
}
