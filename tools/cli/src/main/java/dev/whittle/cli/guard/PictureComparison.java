package dev.whittle.cli.guard;

import dev.whittle.cli.UserError;
import dev.whittle.cli.data.PictureRun;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Progress;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the same pictures to two models. */
final class PictureComparison {
  private final Model original;
  private final Model compiled;
  private final PictureSet pictures;
  private final String input;
  private final Preprocessing preprocessing;

  /**
   * @throws UserError when the network does not say how a picture becomes its only input
   */
  PictureComparison(Model original, Model compiled, PictureSet pictures) {
    this.original = original;
    this.compiled = compiled;
    this.pictures = pictures;
    this.input = original.inputs().getFirst().name();
    this.preprocessing =
        original
            .preprocessing(input)
            .filter(p -> original.inputs().size() == 1)
            .orElseThrow(() ->
                UserError.data(
                    original.name() + ": guards need one input that pictures become",
                    "declare it with @picture"));
  }

  /** The comparisons by the pictures' names, {@code threads} at a time. */
  Map<String, Comparison> run(int threads, Progress progress) {
    List<String> names = pictures.names();
    List<Comparison> comparisons = PictureRun.of(pictures, names, threads, progress, this::compare);
    Map<String, Comparison> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), comparisons.get(i));
    }
    return byName;
  }

  private Comparison compare(Picture picture) {
    Tensor tensor = new PictureInput(preprocessing).tensor(picture);
    return Comparison.of(original, compiled, Map.of(input, tensor));
  }
}
