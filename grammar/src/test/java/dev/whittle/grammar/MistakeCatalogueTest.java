package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/errors.md is made from the catalogue and the goldens, up to the passes' part; {@code
 * -Dwhittle.bless=true} writes it.
 */
class MistakeCatalogueTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final String PASSES = "<!-- passes -->\n";
  private static final Path GOLDENS = Path.of("src/test/resources/errors");

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = page();
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(PAGE, page + rest());
    }
    assertThat(Files.readString(PAGE)).startsWith(page).endsWith(rest());
  }

  @Test
  void codesAreUniqueAndOrdered() {
    List<String> codes = Arrays.stream(Mistake.values()).map(Mistake::code).toList();
    assertThat(codes).isSorted().doesNotHaveDuplicates().allMatch(c -> c.matches("WN[1-9]\\d\\d"));
  }

  /** What another test makes from the passes' catalogue. */
  private static String rest() throws IOException {
    String page = Files.readString(PAGE);
    return page.contains(PASSES) ? page.substring(page.indexOf(PASSES)) : PASSES;
  }

  private static String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Diagnostics of networks, weights and pipelines

            Each mistake has a code that never changes its meaning: 1xx reading the text, 2xx names, 3xx calls and values,
            4xx tensors and shapes, 5xx arithmetic and limits, 6xx inputs and outputs, 7xx printed graphs, 8xx weights,
            9xx pipelines. What a pipeline asks of passes is at [the end](#wp201). The examples are tests.

            """);
    for (Mistake mistake : Mistake.values()) {
      page.append("## %s\n\n%s\n\n".formatted(mistake.code(), mistake.meaning()));
      page.append("```text\n%s```\n\n".formatted(example(mistake)));
    }
    return page.toString();
  }

  private static String example(Mistake mistake) throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      for (Path folder : folders.sorted().toList()) {
        List<String> lines = Files.readAllLines(folder.resolve("expected.txt"));
        for (int i = 0; i < lines.size(); i++) {
          if (lines.get(i).contains(" " + mistake.code() + ": ")) {
            boolean hasHint = i + 1 < lines.size() && lines.get(i + 1).startsWith("  hint: ");
            return lines.get(i) + "\n" + (hasHint ? lines.get(i + 1) + "\n" : "");
          }
        }
      }
    }
    return "";
  }
}
