package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.PipelineSpec.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constants of a file that get other values from outside. */
class SettingsTest {
  @TempDir Path folder;

  @Test
  void takeThePlaceOfWhatIsWritten() throws IOException {
    Files.writeString(folder.resolve("more.pipeline"), "far = 7\n");
    Map<String, String> settings = Map.of("near", "1 / 8.0", "name", "\"wide\"");
    assertThat(options(check(settings))).containsExactly(0.125, 1.125, "wide", 7L);
    assertThat(options(check(Map.of()))).containsExactly(2L, 3L, "narrow", 7L);
  }

  @Test
  void mustBeConstantsOfTheFileItself() throws IOException {
    Files.writeString(folder.resolve("more.pipeline"), "far = 7\n");
    assertThat(check(Map.of("nera", "1")).diagnostics().toString())
        .contains("WN201", "the file has no constant `nera` of its own", "did you mean `near`?");
    assertThat(check(Map.of("far", "1")).diagnostics().toString()).contains("WN201");
  }

  @Test
  void mustBeOneValue() throws IOException {
    Files.writeString(folder.resolve("more.pipeline"), "far = 7\n");
    for (String text : List.of("", "1\nname = 2", "(", "1 2", "block f(x) { return x }")) {
      Loaded loaded = check(Map.of("near", text));
      assertThat(loaded.hasErrors()).as(text).isTrue();
      assertThat(loaded.pipelines()).isEmpty();
      assertThat(loaded.diagnostics().getFirst().toString())
          .as(text)
          .startsWith("the setting of near:1:");
    }
    assertThat(check(Map.of("near", "unknown")).diagnostics().getFirst().toString())
        .startsWith("the setting of near:1:8: error WN201");
  }

  private Loaded check(Map<String, String> settings) throws IOException {
    Path file = folder.resolve("P.pipeline");
    Files.writeString(
        file,
        """
        import "more.pipeline"
        near = 2
        next = near + 1
        name = "narrow"

        pipeline P {
          some-pass(a: near, b: next, c: name, d: far)
        }
        """);
    return Cnn.check(file, settings);
  }

  private static List<Object> options(Loaded loaded) {
    Step.Run run = (Step.Run) loaded.pipelines().getFirst().steps().getFirst();
    return run.options().stream().<Object>map(option -> option.value()).toList();
  }
}
