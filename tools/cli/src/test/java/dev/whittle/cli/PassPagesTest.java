package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.select.LayerSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every approximate pass has a page in docs/passes. Its options are those of the catalogue, its
 * pipelines work, and its excerpts of ledgers are what the commands above them print of what
 * approximate passes did. {@code -Dwhittle.bless=true} writes options and excerpts.
 */
class PassPagesTest {
  private static final Path FOLDER = Example.ROOT.resolve("docs/passes");
  private static final Path MODELS = Example.ROOT.resolveSibling("shared/models");
  private static final Pattern PIPELINE = Pattern.compile("(?ms)^```pipeline\n(.*?)^```$");
  private static final Pattern EXCERPT =
      Pattern.compile("(?ms)^```\n\\$ \\./whittle (report [^\n]+)\n…\n(.*?)…\n```$");
  private static final Pattern LEDGER = Pattern.compile("(?ms)^pass +layer +setting .*?^(?=\n)");

  @TempDir Path folder;

  static Stream<String> passes() {
    return approximate().map(pass -> pass.info().name());
  }

  private static Stream<Pass> approximate() {
    return Catalogue.all().stream()
        .filter(pass -> pass.info().exactness() == Exactness.APPROXIMATE);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void optionsAreThoseOfTheCatalogue(String pass) throws IOException {
    StringBuilder table =
        new StringBuilder("| option | takes | default | meaning |\n|---|---|---|---|\n");
    for (PassOption option : Catalogue.find(pass).orElseThrow().info().options()) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  option.name(),
                  option.domain().text(),
                  option.defaultValue().map(PassPagesTest::literal).orElse(""),
                  option.summary()));
    }
    requirePart(page(pass), "options", table.toString());
  }

  @Test
  void theIndexHasAllPages() throws IOException {
    StringBuilder table = new StringBuilder("| pass | what it does |\n|---|---|\n");
    approximate()
        .map(Pass::info)
        .forEach(info ->
            table.append(
                "| [%s](%s.md) | %s |\n".formatted(info.name(), info.name(), info.summary())));
    requirePart(page("README"), "passes", table.toString());
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Stream.of("README"), passes()).map(name -> name + ".md").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void pipelinesWork(String pass) throws IOException {
    List<String> texts =
        PIPELINE.matcher(Files.readString(page(pass))).results().map(m -> m.group(1)).toList();
    assertThat(texts).isNotEmpty();
    for (String text : texts) {
      Path file = pipeline(text);
      Loaded loaded = Cnn.check(file);
      assertThat(loaded.diagnostics()).isEmpty();
      assertThat(Cnn.format(file.getFileName().toString(), text).text()).contains(text);
      for (PipelineSpec spec : loaded.pipelines()) {
        Bound bound = PipelineBinder.bind(spec);
        assertThat(bound.diagnostics()).isEmpty();
        assertThat(bound.pipeline().orElseThrow().forTarget(new Target(16, 1)).steps())
            .extracting(step -> step.pass().info().name())
            .contains(pass);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void excerptsAreWhatCommandsPrint(String pass) throws IOException {
    String text = Files.readString(page(pass));
    for (MatchResult match : PIPELINE.matcher(text).results().toList()) {
      pipeline(match.group(1));
    }
    List<MatchResult> excerpts = EXCERPT.matcher(text).results().toList();
    assertThat(excerpts).isNotEmpty();
    for (MatchResult excerpt : excerpts) {
      Invocation run = Invocation.of(words(excerpt.group(1)));
      assertThat(run.code()).as(run.err()).isZero();
      Matcher ledger = LEDGER.matcher(run.out());
      assertThat(ledger.find()).as(run.out()).isTrue();
      text = text.replace("…\n" + excerpt.group(2) + "…\n", "…\n" + ledger.group() + "…\n");
    }
    require(page(pass), text);
  }

  /** The words of a command, with files where they are in the repository or beside it. */
  private Object[] words(String command) {
    return Arrays.stream(command.split(" "))
        .map(word -> {
          if (word.endsWith(".pipeline")) {
            return folder.resolve(word).toString();
          }
          if (word.endsWith(".safetensors")) {
            Path weights = MODELS.resolve(word);
            assumeTrue(Files.isReadable(weights), () -> "needs " + weights);
            return weights.toString();
          }
          return word.startsWith("examples/") ? Example.ROOT.resolve(word).toString() : word;
        })
        .toArray();
  }

  /** A file that is called as the pipeline in it. */
  private Path pipeline(String text) throws IOException {
    String name = text.replaceAll("(?s).*pipeline (\\S+) \\{.*", "$1");
    return Files.writeString(folder.resolve(name + ".pipeline"), text);
  }

  private static Path page(String name) {
    return FOLDER.resolve(name + ".md");
  }

  private static String literal(Object value) {
    boolean isText = value instanceof LayerSelector || value instanceof String;
    return isText ? "`\"" + value + "\"`" : "`" + value + "`";
  }

  private static void requirePart(Path page, String part, String expected) throws IOException {
    String begin = "<!-- " + part + " -->\n";
    String end = "<!-- end of " + part + " -->";
    String text = Files.readString(page);
    assertThat(text).contains(begin, end);
    int from = text.indexOf(begin) + begin.length();
    require(page, text.substring(0, from) + expected + text.substring(text.indexOf(end)));
  }

  private static void require(Path page, String expected) throws IOException {
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(page, expected);
    }
    assertThat(Files.readString(page)).isEqualTo(expected);
  }
}
