package dev.whittle.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.examples.glyphs.Generate;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example network reads glyphs it has never seen. */
class GlyphsTest {
  private static final double LEAST_RIGHT = 0.95;
  private static final long[] HELD_OUT_SEEDS = {20_001, 20_011, 20_021, 20_031, 20_041};

  @Test
  void readsHeldOutPictures() throws IOException {
    Path folder = Path.of("..").resolve("examples/glyphs");
    Graph graph = Cnn.load(folder.resolve("Glyphs.cnn")).graph().orElseThrow();
    var weights = WeightsCheck.open(graph, folder.resolve("Glyphs.safetensors"));
    assertThat(weights.diagnostics()).isEmpty();
    var network =
        NetworkCompiler.compile(
            graph,
            weights.weights().orElseThrow(),
            NetworkCompiler.Settings.of(Vectors.lanes(), 1, 1));
    int images = 0;
    List<String> wrong = new ArrayList<>();
    try (Model model = network.load(Options.standard().withThreads(1))) {
      for (long seed : HELD_OUT_SEEDS) {
        for (Generate.Labelled labelled : Generate.pictures(seed)) {
          Picture picture = Picture.read(new ByteArrayInputStream(labelled.png()), labelled.name());
          var answer = model.classify(picture, 1).getFirst();
          images++;
          if (answer.index() != labelled.label()) {
            wrong.add(labelled.name() + " of seed " + seed + " read as " + answer.label());
          }
        }
      }
    }
    System.out.printf(
        "glyphs: %d of %d held-out pictures read right%n", images - wrong.size(), images);
    assertThat(images).isGreaterThanOrEqualTo(360);
    assertThat(wrong.size())
        .as("%s", wrong)
        .isLessThanOrEqualTo((int) ((1 - LEAST_RIGHT) * images));
  }
}
