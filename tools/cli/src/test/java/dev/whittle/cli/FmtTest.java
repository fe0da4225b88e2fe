package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtTest {
  private static final String UGLY =
      """
      // kept
      network  Net{ input x:f32[N,3,8,8]
        y = x|>relu
      output z=y }
      """;

  @TempDir Path folder;

  @Test
  void theExamplesAreFormatted() {
    Invocation check = Invocation.of("fmt", "--check", Example.ROOT.resolve("examples"));
    assertThat(check.out()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void formatsOnceAndKeepsComments() throws IOException {
    Path file = Files.writeString(folder.resolve("Net.cnn"), UGLY);
    Invocation check = Invocation.of("fmt", "--check", folder, "--json");
    assertThat(check.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(check.json().get("unformatted").asList()).hasSize(1);
    assertThat(file).hasContent(UGLY);
    String printed = Invocation.of("fmt", "--print", file).out();
    assertThat(file).hasContent(UGLY);
    assertThat(Invocation.of("fmt", folder).out()).isEqualTo(file + "\n");
    assertThat(file).hasContent(printed);
    assertThat(printed).contains("// kept", "network Net {");
    assertThat(Invocation.of("fmt", "--check", file).code()).isZero();
  }

  @Test
  void brokenFilesAreLeftAloneAllTogether() throws IOException {
    Path good = Files.writeString(folder.resolve("A.cnn"), UGLY);
    Path bad = Files.writeString(folder.resolve("B.cnn"), "network {");
    Invocation fmt = Invocation.of("fmt", folder);
    assertThat(fmt.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(fmt.err()).contains("B.cnn");
    assertThat(good).hasContent(UGLY);
    assertThat(bad).hasContent("network {");
    assertThat(Invocation.of("fmt", folder.resolve("none.cnn")).code())
        .isEqualTo(ExitCode.DATA.code());
    Files.write(folder.resolve("C.cnn"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(Invocation.of("fmt", folder.resolve("C.cnn")).code())
        .isEqualTo(ExitCode.DATA.code());
  }
}
