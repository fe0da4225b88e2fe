package dev.whittle.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadDigitsTest {
  private static final int PICTURES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir private Path folder;

  @Test
  void namesEachPictureAndGoesOnAfterABadOne() {
    Output output = run("samples/7.png", "samples/none.png", "samples/2.png");
    assertThat(output.status()).isEqualTo(3);
    assertThat(output.out()).startsWith("samples/7.png: 7 ").contains("samples/2.png: 2 ");
    assertThat(output.err()).isEqualTo("digits: samples/none.png: no such file\n");
  }

  @Test
  void explainsItselfWithoutArguments() {
    assertThat(run()).extracting(Output::status).isEqualTo(2);
    assertThat(run("--mnist", "one").err()).startsWith("usage: digits FILE...");
  }

  @Test
  void evaluatesLabelledPictures() throws IOException {
    Path images = idx("images.gz", PICTURES, new int[] {2, 28, 28}, 2 * 28 * 28);
    Path labels = idx("labels.gz", LABELS, new int[] {2}, 2);
    Output output = run("--mnist", images.toString(), labels.toString());
    assertThat(output.status()).isZero();
    assertThat(output.out()).matches("[0-2] of 2 right \\([0-9.]+ %\\), \\d+ pictures a second\n");
  }

  @Test
  void refusesFilesThatAreNotWhatTheyShouldBe() throws IOException {
    Path images = idx("images.gz", PICTURES, new int[] {2, 28, 28}, 2 * 28 * 28);
    Path short1 = idx("short.gz", PICTURES, new int[] {2, 28, 28}, 28 * 28);
    Path labels = idx("labels.gz", LABELS, new int[] {2}, 2);
    Path others = idx("others.gz", LABELS, new int[] {3}, 3);
    assertThatThrownBy(() -> Idx.read(labels, labels)).hasMessageContaining("found 00000801");
    assertThatThrownBy(() -> Idx.read(short1, labels)).hasMessageContaining("ends after 784");
    assertThatThrownBy(() -> Idx.read(images, others)).hasMessageContaining("has 3 labels");
    assertThat(run("--mnist", images.toString(), others.toString()).status()).isEqualTo(3);
  }

  private record Output(int status, String out, String err) {}

  private static Output run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int status = ReadDigits.run(args);
      return new Output(
          status,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Path idx(String name, int kind, int[] sizes, int bytes) throws IOException {
    Path file = folder.resolve(name);
    try (DataOutputStream data =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      data.writeInt(kind);
      for (int size : sizes) {
        data.writeInt(size);
      }
      data.write(new byte[bytes]);
    }
    return file;
  }
}
