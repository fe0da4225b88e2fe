package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A result that nobody could receive is no success. */
@EnabledOnOs(OS.LINUX)
class LostOutputTest {
  @TempDir Path folder;

  @Test
  void fullDeviceFailsTheCommand() throws Exception {
    Path err = folder.resolve("err.txt");
    Process check =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Whittle.class.getName(),
                "check",
                Example.NETWORK.toString(),
                "--json")
            .redirectOutput(new File("/dev/full"))
            .redirectError(err.toFile())
            .start();
    assertThat(check.waitFor()).isEqualTo(ExitCode.DATA.code());
    assertThat(err).content().contains("cannot write to standard output");
  }
}
