package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starts virtual machines with and without the vector module. */
class AbsentVectorsTest {
  /** Loads models with plans for the given widths, twice, and prints the width in use. */
  public static final class Main {
    private Main() {}

    public static void main(String[] lanes) {
      List<Plan> plans = new ArrayList<>();
      for (String width : lanes) {
        Plan plan = TinyModel.plan(1);
        plans.add(
            new Plan(
                plan.programClass(),
                1,
                Integer.parseInt(width),
                plan.arenaFloats(),
                plan.scratchFloats(),
                plan.weightsFloats(),
                plan.steps(),
                plan.inputs(),
                plan.outputs(),
                plan.weights()));
      }
      ModelFile file =
          new ModelFile(
              "Tiny", Program.ABI, plans, Map.of(), Map.of(), TinyModel.file(1).weights());
      Options options = Options.standard().withoutQuickStart();
      for (int i = 0; i < 2; i++) {
        try (Model model = Model.load(file, Main.class.getClassLoader(), options)) {
          System.out.println(model.lanes());
        } catch (ModelException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  private record Run(List<String> out, List<String> err) {}

  private static Run java(List<String> options, String... lanes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(lanes));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err).isZero();
    return new Run(out.lines().toList(), err.lines().toList());
  }

  @Test
  void saysOnceHowToGetVectors() throws Exception {
    Run run = java(List.of(), "1", "4");
    assertThat(run.out()).containsExactly("1", "1");
    assertThat(run.err()).singleElement().asString().contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void saysNothingToAModelWithoutVectors() throws Exception {
    Run run = java(List.of(), "1");
    assertThat(run.out()).containsExactly("1", "1");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void refusesAModelOfVectorsOnly() throws Exception {
    assertThat(java(List.of(), "4").out())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void usesVectorsThatAreThere() throws Exception {
    Run run = java(List.of("--add-modules", "jdk.incubator.vector"), "1", "4");
    assertThat(run.out()).containsExactly("4", "4");
    assertThat(run.err()).noneMatch(line -> line.startsWith("whittle:"));
    run =
        java(List.of("--add-modules", "jdk.incubator.vector", "-Dwhittle.lanes=1"), "1", "4", "16");
    assertThat(run.out()).containsExactly("1", "1");
  }
}
