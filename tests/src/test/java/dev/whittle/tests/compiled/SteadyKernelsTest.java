package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.tests.graphs.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In a JVM without options but the one that prints, HotSpot's second compiler takes every generated
 * kernel that is too large to be inlined, whole, and does not give its code up again.
 */
class SteadyKernelsTest {
  /** A whole method on the highest level. */
  private static final Pattern COMPILATION =
      Pattern.compile("^ *\\d+ +\\d+ +[sbn! ]*4 +(whittle\\.generated\\.[^ ]+)");

  @TempDir Path folder;

  static IntStream widths() {
    return IntStream.of(16, 8, 4);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void areCompiledOnTheHighestLevel(int lanes) throws IOException, InterruptedException {
    assumeTrue(Cases.isFull(), "half a minute for each width: runs under -Pfull");
    Set<String> kernels = new TreeSet<>();
    Set<String> compiled = new TreeSet<>();
    for (String line : output(lanes)) {
      Matcher compilation = COMPILATION.matcher(line);
      if (line.startsWith(SteadyKernels.KERNEL)) {
        kernels.add(line.substring(SteadyKernels.KERNEL.length()));
      } else if (compilation.find()) {
        if (line.contains("made not entrant")) {
          compiled.remove(compilation.group(1));
        } else {
          compiled.add(compilation.group(1));
        }
      }
    }
    assertThat(kernels).hasSizeGreaterThan(20);
    assertThat(compiled).containsAll(kernels);
  }

  private List<String> output(int lanes) throws IOException, InterruptedException {
    Path log = folder.resolve("compilations.txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+PrintCompilation",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SteadyKernels.class.getName(),
                Integer.toString(lanes),
                Path.of("../examples/networks/MobileNetV2.cnn").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(log);
  }
}
