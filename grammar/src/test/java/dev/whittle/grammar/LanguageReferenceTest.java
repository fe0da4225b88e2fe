package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.text.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads every snippet of docs/language.md. {@code cnn} is a file, {@code cnn body} the statements
 * of a network with the input {@code x}, {@code cnn file=NAME} a file for later imports; {@code
 * names} and {@code error} compare the listing below with the weights or the diagnostics.
 */
class LanguageReferenceTest {
  private static final Path PAGE = Path.of("../docs/language.md");
  private static final String BEGIN = "<!-- operators -->\n";
  private static final String END = "<!-- end of operators -->\n";
  private static final Set<String> NOT_CALLED =
      Set.of("input", "parameter", "constant", "lowered", "expanded_conv2d");

  @TestFactory
  List<DynamicTest> snippets(@TempDir Path directory) throws IOException {
    List<Snippet> snippets = Snippet.of(PAGE);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < snippets.size(); i++) {
      Snippet snippet = snippets.get(i);
      String expected =
          i + 1 < snippets.size() && snippets.get(i + 1).info().equals("text")
              ? snippets.get(i + 1).text()
              : "";
      if (snippet.info().startsWith("cnn")) {
        tests.add(
            DynamicTest.dynamicTest(
                "line " + snippet.line(), () -> check(snippet, expected, directory)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(15);
    return tests;
  }

  private static void check(Snippet snippet, String expected, Path directory) throws IOException {
    switch (snippet.info()) {
      case "cnn" -> read(snippet.text(), directory);
      case "cnn body" ->
          read(
              "network Body {\n  input x: f32[N, 16, 32, 32]\n"
                  + snippet.text().indent(2)
                  + "  output x\n}\n",
              directory);
      case "cnn names" -> assertThat(names(read(snippet.text(), directory))).isEqualTo(expected);
      case "cnn error" -> {
        String name = snippet.text().replaceAll("(?s).*network (\\w+).*", "$1") + ".cnn";
        Loaded loaded = Cnn.read(name, snippet.text(), directory);
        assertThat(lines(loaded.diagnostics())).isEqualTo(expected);
      }
      default -> Files.writeString(directory.resolve(snippet.info().split("=")[1]), snippet.text());
    }
  }

  private static Graph read(String text, Path directory) {
    Loaded loaded = Cnn.read("snippet.cnn", text, directory);
    assertThat(loaded.diagnostics().stream().filter(Diagnostic::isError)).isEmpty();
    assertThat(Cnn.format("snippet.cnn", text).text()).contains(text);
    return loaded.graph().orElseThrow();
  }

  private static String names(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof Parameter)
        .map(n -> (Parameter) n.op())
        .map(p -> p.name() + " " + p.type() + "\n")
        .collect(Collectors.joining());
  }

  private static String lines(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> d + "\n").collect(Collectors.joining());
  }

  @Test
  void operatorsAreListed() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    String table = table();
    if (Boolean.getBoolean("whittle.bless")) {
      page = page.substring(0, from) + table + page.substring(to);
      Files.writeString(PAGE, page);
      to = from + table.length();
    }
    assertThat(page.substring(from, to)).isEqualTo(table);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| operator | meaning |\n|---|---|\n");
    for (OpSchema schema : OpSchema.all()) {
      if (NOT_CALLED.contains(schema.name())) {
        continue;
      }
      List<String> parameters = new ArrayList<>();
      for (String operand : schema.operands()) {
        parameters.add(operand.endsWith("*") ? operand.replace("*", ", ...") : operand);
      }
      for (OpSchema.Attribute attribute : schema.attributes()) {
        String name = Spelling.snake(attribute.name());
        parameters.add(attribute.defaultValue().map(d -> name + ": " + d).orElse(name));
      }
      table.append(
          "| `%s(%s)` | %s |\n"
              .formatted(schema.name(), String.join(", ", parameters), schema.summary()));
    }
    return table.toString();
  }
}
