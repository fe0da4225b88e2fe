package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.Span;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads every snippet of docs/pipelines.md. {@code pipeline} and {@code cnn} are files, {@code
 * pipeline file=NAME} a file for later imports; {@code pipeline error} is compared with the listing
 * below, {@code layers NETWORK} are selectors, one on a line, of the layers listed below.
 */
class PipelineReferenceTest {
  private static final Path PAGE = Example.ROOT.resolve("docs/pipelines.md");
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(.*?)\n(.*?)^```$");
  private static final String BEGIN = "<!-- passes -->\n";
  private static final String END = "<!-- end of passes -->\n";

  @TestFactory
  List<DynamicTest> snippets(@TempDir Path directory) throws IOException {
    List<MatchResult> snippets = SNIPPET.matcher(Files.readString(PAGE)).results().toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < snippets.size(); i++) {
      String[] info = snippets.get(i).group(1).split(" ");
      String text = snippets.get(i).group(2);
      String below = i + 1 < snippets.size() ? snippets.get(i + 1).group(2) : "";
      if (!info[0].isEmpty() && !info[0].equals("text")) {
        tests.add(
            DynamicTest.dynamicTest(
                snippets.get(i).group(1) + " " + i, () -> check(info, text, below, directory)));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(5);
    return tests;
  }

  private static void check(String[] info, String text, String below, Path directory)
      throws IOException {
    if (info[0].equals("layers")) {
      assertThat(layers(Example.ROOT.resolve(info[1]), text)).isEqualTo(below);
      return;
    }
    boolean isWrong = info.length > 1 && info[1].equals("error");
    boolean isNamed = info.length > 1 && info[1].startsWith("file=");
    String name =
        isNamed
            ? info[1].substring(5)
            : text.replaceAll("(?s).*pipeline (\\S+) \\{.*", "$1") + "." + info[0];
    Path file = Files.writeString(directory.resolve(name), text);
    Loaded loaded = Cnn.check(file);
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(loaded.pipelines()).isNotEmpty();
    assertThat(Cnn.format(name, text).text()).contains(text);
    for (PipelineSpec spec : loaded.pipelines()) {
      Bound bound = PipelineBinder.bind(spec);
      String reported =
          bound.diagnostics().stream().map(d -> d + "\n").collect(Collectors.joining());
      assertThat(reported).isEqualTo(isWrong ? below : "");
      assertThat(bound.pipeline().isPresent()).isNotEqualTo(isWrong);
    }
  }

  private static String layers(Path network, String selectors) {
    Graph graph = Cnn.load(network).graph().orElseThrow();
    return selectors
        .lines()
        .map(line -> {
          List<Diagnostic> problems = new ArrayList<>();
          Selection selection =
              LayerSelector.parse(line, Span.NONE, problems).orElseThrow().select(graph);
          return graph.nodes().stream()
                  .filter(selection::has)
                  .map(Node::name)
                  .collect(Collectors.joining(", "))
              + "\n";
        })
        .collect(Collectors.joining());
  }

  @Test
  void passesAreListed() throws IOException {
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
    StringBuilder table =
        new StringBuilder("| pass | takes, makes | exactness | meaning |\n|---|---|---|---|\n");
    for (Pass pass : Catalogue.all()) {
      PassInfo info = pass.info();
      String options =
          info.options().stream()
              .map(PipelineReferenceTest::option)
              .collect(Collectors.joining(", "));
      table.append(
          "| `%s%s` | %s, %s | %s%s | %s |\n"
              .formatted(
                  info.name(),
                  options.isEmpty() ? "" : "(" + options + ")",
                  lower(info.from()),
                  lower(info.level()),
                  exactness(info),
                  info.required() ? ", required" : "",
                  info.summary()));
    }
    return table.toString();
  }

  private static String exactness(PassInfo info) {
    String text = lower(info.exactness());
    return info.exactness() == Exactness.APPROXIMATE
        ? "[%s](passes/%s.md)".formatted(text, info.name())
        : text;
  }

  private static String option(PassOption option) {
    return option.name()
        + ": "
        + option
            .defaultValue()
            .map(v -> v instanceof LayerSelector || v instanceof String ? "\"" + v + "\"" : "" + v)
            .orElse(lower(option.type()) + (option.isRequired() ? "" : "?"));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
