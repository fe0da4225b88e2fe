package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.onnx.OnnxMistake;
import dev.whittle.onnx.translate.OnnxOperator;
import dev.whittle.onnx.translate.OnnxOperators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/onnx.md are made from the catalogues; {@code -Dwhittle.bless=true} writes
 * them.
 */
class OnnxPageTest {
  private static final Path PAGE = Path.of("../docs/onnx.md");

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    String expected = replace(replace(page, "operators", operators()), "diagnostics", mistakes());
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  @Test
  void catalogueAndCodesAreOrdered() {
    assertThat(OnnxOperators.ALL.stream().map(OnnxOperator::name))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(OnnxMistake.values())
        .extracting(OnnxMistake::code)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("WO[1-9]\\d\\d"));
  }

  private static String operators() {
    StringBuilder table = new StringBuilder("| operator | becomes | limits |\n|---|---|---|\n");
    for (OnnxOperator o : OnnxOperators.ALL) {
      table.append("| `%s` | %s | %s |\n".formatted(o.name(), o.becomes(), o.limits()));
    }
    return table.toString();
  }

  private static String mistakes() {
    StringBuilder table = new StringBuilder("| code | meaning |\n|---|---|\n");
    for (OnnxMistake mistake : OnnxMistake.values()) {
      table.append("| %s | %s |\n".formatted(mistake.code(), mistake.meaning()));
    }
    return table.toString();
  }

  private static String replace(String page, String part, String text) {
    String begin = "<!-- " + part + " -->\n";
    String end = "<!-- end of " + part + " -->";
    int from = page.indexOf(begin) + begin.length();
    return page.substring(0, from) + text + page.substring(page.indexOf(end));
  }
}
