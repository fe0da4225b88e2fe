package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.PipelineSpec.Measure;
import dev.whittle.ir.PipelineSpec.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a pipeline, and that its words stay names elsewhere. */
class PipelineReadingTest {
  @TempDir Path folder;

  @Test
  void everythingWrittenIsThere() throws IOException {
    Files.writeString(folder.resolve("more.pipeline"), "pipeline Other {\n  lower\n}\n");
    PipelineSpec spec =
        read("""
        import "more.pipeline"
        limit = 1 / 4

        /// Quick.
        pipeline fast-one {
          include exact
          include Other
          some-pass(a: 3, b: -0.5, c: true, d: ["x", "y" + "z"], e: "conv{1 + 1}")
          target 512, scalar {
            lower
          }
          guard(data: "pictures", difference: limit, agreement: 1)
        }
        """)
            .getFirst();
    assertThat(spec.name()).isEqualTo("fast-one");
    assertThat(spec.documentation()).isEqualTo("Quick.");
    assertThat(spec.inSight()).containsExactlyInAnyOrder("Other", "fast-one");
    assertThat(spec.span()).hasToString("P.pipeline:5:10");
    Step.Include exact = (Step.Include) spec.steps().get(0);
    assertThat(exact.spec()).isEmpty();
    assertThat(exact.span()).hasToString("P.pipeline:6:11");
    Step.Include other = (Step.Include) spec.steps().get(1);
    assertThat(other.spec().orElseThrow().span().file()).isEqualTo("more.pipeline");
    Step.Run run = (Step.Run) spec.steps().get(2);
    assertThat(run.pass()).isEqualTo("some-pass");
    assertThat(run.options())
        .extracting(PipelineSpec.Option::value)
        .containsExactly(3L, -0.5, true, List.of("x", "yz"), "conv2");
    assertThat(run.options().getFirst().valueSpan()).hasToString("P.pipeline:8:16");
    Step.ForTargets targets = (Step.ForTargets) spec.steps().get(3);
    assertThat(targets.lanes()).isEqualTo(Set.of(16, 1));
    PipelineSpec.Guard guard = spec.guards().getFirst();
    assertThat(guard.data()).isEqualTo(folder.resolve("pictures"));
    assertThat(guard.limits())
        .extracting(PipelineSpec.Limit::measure)
        .containsExactly(Measure.DIFFERENCE, Measure.AGREEMENT);
    assertThat(guard.limits()).extracting(PipelineSpec.Limit::value).containsExactly(0.0, 1.0);
  }

  @Test
  void pipelinesMayFollowWhatTheyInclude() throws IOException {
    List<PipelineSpec> specs = read("pipeline A { include B }\npipeline B { lower }\n");
    assertThat(specs).extracting(PipelineSpec::name).containsExactly("A", "B");
    Step.Include include = (Step.Include) specs.getFirst().steps().getFirst();
    assertThat(include.spec()).contains(specs.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipeline", "include", "target", "guard"})
  void theWordsAreNamesInNetworks(String word) {
    String text =
        """
        block WORD(x, n: int) {
          return x * n
        }

        network WORD {
          input x: f32[N, 4]
          WORD = relu(x)
          other = WORD(WORD, n: 2)
          output WORD = WORD + other
        }
        """
            .replace("WORD", word);
    Loaded loaded = Cnn.read("Net.cnn", text, folder);
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(loaded.graph().map(Graph::name)).isEqualTo(Optional.of(word));
    assertThat(Cnn.format("Net.cnn", text).text()).contains(text);
  }

  private List<PipelineSpec> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("P.pipeline"), text);
    Loaded loaded = Cnn.check(file);
    assertThat(loaded.diagnostics()).isEmpty();
    return loaded.pipelines();
  }
}
