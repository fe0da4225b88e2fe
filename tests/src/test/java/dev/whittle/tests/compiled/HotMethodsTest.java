package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.tests.graphs.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HotSpot compiles every generated method. Its first compiler gives up on methods with too many
 * vector operations in a row; these are never profiled, so the second one never sees them, and they
 * stay interpreted for ever.
 */
class HotMethodsTest {
  private static final List<String> NETWORKS =
      List.of(
          "glyphs/Glyphs.cnn",
          "squeezenet/SqueezeNet.cnn",
          "networks/LeNet.cnn",
          "networks/MobileNetV2.cnn",
          "networks/ResNet.cnn");

  @TempDir Path folder;

  static IntStream widths() {
    return Cases.isFull() ? IntStream.of(16, 8, 4, 1) : IntStream.of(16, 8);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void theFirstCompilerTakesThemAll(int lanes) throws IOException, InterruptedException {
    Path log = folder.resolve("compilations.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=3",
                "-XX:CompileThresholdScaling=0.02",
                "-XX:+PrintCompilation",
                "-Xbatch",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                HotMethods.class.getName(),
                Integer.toString(lanes)));
    NETWORKS.forEach(network -> command.add(Path.of("../examples", network).toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).isZero();
    List<String> generated =
        Files.readAllLines(log).stream().filter(l -> l.contains("whittle.generated.")).toList();
    assertThat(generated).hasSizeGreaterThan(100);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
  }
}
