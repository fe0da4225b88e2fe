package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.pipeline.PipelineMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder under {@code pipelines} holds a {@code P.pipeline}, maybe a network and a command to
 * run on both ({@code check} without), and in {@code expected.txt} what is reported. From them and
 * the catalogue the last part of docs/errors.md is made. {@code -Dwhittle.bless=true} writes what
 * is there now.
 */
class PipelineGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/pipelines");
  private static final Path PAGE = Example.ROOT.resolve("docs/errors.md");
  private static final String MARK = "<!-- passes -->\n";
  private static final Pattern REPORT =
      Pattern.compile("(?m)^\\S+: (?:error|warning) (WP\\d+): .*\n(?:  \\d+ +\\|.*\n +\\|.*\n)?");

  @TempDir Path folder;

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reportsWhatIsExpected(Path given) throws IOException {
    Path command = given.resolve("command.txt");
    String line = Files.exists(command) ? Files.readString(command).strip() : "check P";
    Object[] words =
        Arrays.stream(line.split(" "))
            .map(word ->
                switch (word) {
                  case "P" -> given.resolve("P.pipeline").toString();
                  case "NET" -> given.resolve("Net.cnn").toString();
                  case "DATA" -> given.resolve("data.npy").toString();
                  case "OUT" -> folder.resolve("out").toString();
                  default -> word;
                })
            .toArray();
    Invocation run = Invocation.of(words);
    String actual = run.err().replaceAll("difference is [^,]+", "difference is 9.05e-08");
    Path expected = given.resolve("expected.txt");
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected)).isNotEmpty();
    assertThat(actual).doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
    boolean isBroken = given.endsWith("wp401-guard-broken");
    boolean isWarned = given.endsWith("wp302-no-such-layer");
    assertThat(run.code())
        .isEqualTo((isBroken ? ExitCode.GUARD : isWarned ? ExitCode.OK : ExitCode.SOURCE).code());
  }

  @Test
  void everyMistakeHasAGolden() throws IOException {
    Set<String> reported = new TreeSet<>();
    for (Path given : cases()) {
      REPORT
          .matcher(Files.readString(given.resolve("expected.txt")))
          .results()
          .forEach(match -> reported.add(match.group(1)));
    }
    List<String> codes = Stream.of(PipelineMistake.values()).map(PipelineMistake::code).toList();
    assertThat(reported).containsExactlyElementsOf(codes);
    assertThat(codes).isSorted().doesNotHaveDuplicates();
    assertThat(codes).allMatch(c -> PipelineMistake.find(c).isPresent());
  }

  @Test
  void thePageOfErrorsIsUpToDate() throws IOException {
    StringBuilder part = new StringBuilder(MARK).append('\n');
    for (PipelineMistake mistake : PipelineMistake.values()) {
      part.append("## %s\n\n%s\n\n".formatted(mistake.code(), mistake.meaning()));
      part.append("```text\n%s```\n\n".formatted(example(mistake.code())));
    }
    String text = part.toString().stripTrailing() + "\n";
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("whittle.bless")) {
      page = page.substring(0, page.indexOf(MARK)) + text;
      Files.writeString(PAGE, page);
    }
    assertThat(page.substring(page.indexOf(MARK))).isEqualTo(text);
  }

  /** The first report with the code, without the source line. */
  private static String example(String code) throws IOException {
    for (Path given : cases()) {
      List<String> lines = Files.readAllLines(given.resolve("expected.txt"));
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(" " + code + ": ")) {
          return lines.subList(i, Math.min(i + 4, lines.size())).stream()
              .filter(line -> line.contains(" " + code + ": ") || line.startsWith("  hint: "))
              .collect(Collectors.joining("\n", "", "\n"));
        }
      }
    }
    return "";
  }
}
