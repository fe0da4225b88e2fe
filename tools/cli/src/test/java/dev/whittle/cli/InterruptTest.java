package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command that is stopped leaves its output whole or not at all. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @Test
  void compileLeavesNothingBehind() throws Exception {
    int stopped = 0;
    for (int attempt = 0; attempt < 8 && stopped < 2; attempt++) {
      Path target = folder.resolve("run" + attempt);
      Files.createDirectory(target);
      Process compile = start("compile", Example.NETWORK, "-o", target.resolve("out"));
      while (compile.isAlive() && isEmpty(target)) {
        Thread.onSpinWait();
      }
      compile.destroy();
      assertThat(compile.waitFor(60, TimeUnit.SECONDS)).isTrue();
      try (Stream<Path> files = Files.list(target)) {
        List<String> names = files.map(file -> file.getFileName().toString()).toList();
        assertThat(names).isSubsetOf("out");
        if (names.contains("out")) {
          assertThat(target.resolve("out/whittle.json")).exists();
          assertThat(target.resolve("out/Glyphs.whittle")).exists();
        }
      }
      stopped += compile.exitValue() == TERMINATED ? 1 : 0;
    }
    assertThat(stopped).as("runs stopped while they wrote").isPositive();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static Process start(Object... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Whittle.class.getName());
    Stream.of(arguments).map(String::valueOf).forEach(builder.command()::add);
    return builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
  }
}
