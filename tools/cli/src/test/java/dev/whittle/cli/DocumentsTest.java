package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands in the documents parse, and links lead somewhere. */
class DocumentsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?\\./whittle ([^#|>\n]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("docs", "examples")) {
      try (Stream<Path> files = Files.walk(Example.ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    documents.add(Example.ROOT.resolve("README.md"));
    documents.add(Example.ROOT.resolve("CONTRIBUTING.md"));
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsParse(Path document) throws IOException {
    for (MatchResult match : COMMAND.matcher(Files.readString(document)).results().toList()) {
      String[] words = match.group(1).strip().split("\\s+");
      if (Arrays.stream(words).noneMatch(word -> word.equals("COMMAND") || word.equals("…"))) {
        assertThatCode(() -> Whittle.commandLine().parseArgs(words))
            .as("%s: %s", document, match.group())
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    for (MatchResult match : LINK.matcher(text).results().toList()) {
      Path target =
          match.group(1).isEmpty() ? document : document.resolveSibling(match.group(1)).normalize();
      assertThat(target).as("link in %s", document).exists();
      if (match.group(2) != null) {
        assertThat(anchors(target))
            .as("%s in %s", match.group(), document)
            .contains(match.group(2));
      }
    }
  }

  /** What links to the headings of a page are called, as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    String text = CODE.matcher(Files.readString(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(match -> match.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(heading ->
            heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
