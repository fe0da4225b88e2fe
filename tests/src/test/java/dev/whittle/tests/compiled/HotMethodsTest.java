package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.tests.Jvm;
import dev.whittle.tests.graphs.Cases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
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

  /**
   * Generated methods are compiled soon, and all methods wait for it: while compilers have much to
   * do, HotSpot does without profiles, and then it takes long until the second one is asked.
   */
  private static final List<String> SOON =
      List.of(
          "-Xbatch",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,whittle/generated/*.*,0.02");

  /** What the second compiler takes into its callers is not compiled on its own otherwise. */
  private static final String EACH_BY_ITSELF =
      "-XX:CompileCommand=dontinline,whittle/generated/*.*";

  /** A line of the second compiler: time, number, attributes, level 4. */
  private static final Pattern SECOND = Pattern.compile("^ *\\d+ +\\d+ +[%sbn! ]*4 ");

  @TempDir Path folder;

  static IntStream widths() {
    return Cases.isFull() ? IntStream.of(16, 8, 4, 1) : IntStream.of(16, 8);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeThemAll(int lanes) throws IOException, InterruptedException {
    List<String> files = NETWORKS.stream().map(name -> "../examples/" + name).toList();
    List<String> generated = compilations(lanes, files);
    assertThat(generated).hasSizeGreaterThan(300);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeEveryFormOfWinograd(int lanes) throws IOException, InterruptedException {
    Assumptions.assumeTrue(lanes > 1, "one lane has no Winograd");
    List<String> generated =
        compilations(lanes, List.of("src/test/resources/compiled/Winograd.cnn"), EACH_BY_ITSELF);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    for (String variant : List.of("f2_4x4", "f4_6x6", "f6_8x8", "f4_6x1", "f6_1x8")) {
      for (String part : List.of("input_down", "input_along", "output_down", "output_along")) {
        String name = "f32_winograd_" + variant + "_" + part;
        assertThat(generated).anyMatch(line -> SECOND.matcher(line).find() && line.contains(name));
      }
    }
    assertThat(generated)
        .anyMatch(line -> SECOND.matcher(line).find() && line.contains("f4_6x6_output_rows2"));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeStrassensSums(int lanes) throws IOException, InterruptedException {
    Assumptions.assumeTrue(lanes > 1, "one lane has no Strassen");
    List<String> generated =
        compilations(lanes, List.of("src/test/resources/compiled/Strassen.cnn"));
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    for (String part : List.of("input_group", "output_sums", "output_group")) {
      String name = "f32_strassen_" + part;
      assertThat(generated).anyMatch(line -> SECOND.matcher(line).find() && line.contains(name));
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeGroupsOfEverySize(int lanes) throws IOException, InterruptedException {
    Assumptions.assumeTrue(lanes > 1, "one lane has whole groups only");
    List<String> generated =
        compilations(lanes, List.of("src/test/resources/compiled/Groups.cnn"), EACH_BY_ITSELF);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    for (String run : List.of("_r1_", "_r2_")) {
      assertThat(generated)
          .anyMatch(line ->
              SECOND.matcher(line).find() && line.contains("_group_") && line.contains(run));
    }
    for (String name : List.of("_r4_", "_vectors__", "g1x2", "g4x2")) {
      assertThat(generated).anyMatch(line -> line.contains(name));
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeShufflesOfManyRuns(int lanes) throws IOException, InterruptedException {
    Assumptions.assumeTrue(lanes > 1, "one lane has no shuffles in registers");
    List<String> generated =
        compilations(lanes, List.of("src/test/resources/compiled/Shuffles.cnn"), EACH_BY_ITSELF);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    for (int loads : lanes < 8 ? new int[] {1, 2, 4} : new int[] {1, 2, 4, 6}) {
      Pattern name = Pattern.compile("f32_shuffle_\\d_" + loads + "_unit__v");
      assertThat(generated)
          .anyMatch(line -> SECOND.matcher(line).find() && name.matcher(line).find());
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothCompilersTakeKernelsWithoutZeros(int lanes) throws IOException, InterruptedException {
    Assumptions.assumeTrue(lanes > 1, "one lane has no blocks");
    List<String> generated =
        compilations(lanes, List.of("src/test/resources/compiled/Sparse.cnn"), EACH_BY_ITSELF);
    assertThat(generated).noneMatch(line -> line.contains("COMPILE SKIPPED"));
    for (String name :
        List.of(
            "f32_thinned_\\dx\\d+x1_",
            "f32_thinned_\\dx\\d+x2_",
            "f32_sparse_rows",
            "f32_sparse_blocks")) {
      Pattern pattern = Pattern.compile(name);
      assertThat(generated)
          .anyMatch(line -> SECOND.matcher(line).find() && pattern.matcher(line).find());
    }
  }

  private List<String> compilations(int lanes, List<String> files, String... options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(SOON);
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-XX:+PrintCompilation", Jvm.VECTORS, "-cp", Jvm.classPath()));
    arguments.addAll(List.of(HotMethods.class.getName(), Integer.toString(lanes)));
    arguments.addAll(files);
    List<String> lines = Jvm.run(folder, arguments).answers();
    return lines.stream().filter(line -> line.contains("whittle.generated.")).toList();
  }
}
