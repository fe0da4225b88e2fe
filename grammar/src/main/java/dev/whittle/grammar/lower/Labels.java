package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code @labels(...)}: a list of names, or a file with one on each line. */
final class Labels {
  private static final long MAX_BYTES = 4_000_000;

  private Labels() {}

  static List<String> read(Given given, TensorType type, FileScope scope, Problems problems) {
    int drop = given.integer("drop_words", 0);
    List<String> labels;
    if (given.datum("from") instanceof Datum.Text(String file)) {
      try {
        Path path = scope.resolve(file);
        if (Files.size(path) > MAX_BYTES) {
          throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        labels = Files.readAllLines(path);
      } catch (IOException | InvalidPathException e) {
        problems.warning(
            Mistake.NO_LABELS,
            given.span("from"),
            "the label file `%s` cannot be read".formatted(Wording.shorten(file)),
            "answers will be class numbers; the path starts at the source's folder");
        return List.of();
      }
    } else {
      labels = given.texts("from");
    }
    labels = labels.stream().map(l -> dropWords(l, drop)).toList();
    if (type.rank() >= 2
        && type.shape().dim(1) instanceof Dim.Fixed(int classes)
        && labels.size() != classes) {
      problems.error(
          Mistake.LABEL_COUNT,
          given.span("from"),
          "there are %d labels for %d classes".formatted(labels.size(), classes));
      throw new Mistaken();
    }
    return labels;
  }

  private static String dropWords(String label, int words) {
    String[] parts = label.strip().split("\\s+", words + 1);
    return words == 0 ? label : parts.length > words ? parts[words] : "";
  }
}
