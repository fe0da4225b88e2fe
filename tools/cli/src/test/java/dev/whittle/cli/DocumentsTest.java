package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands in the documents parse, and links lead somewhere. */
class DocumentsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?\\./whittle ([^#|>\n]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

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
    for (MatchResult match : LINK.matcher(Files.readString(document)).results().toList()) {
      assertThat(document.resolveSibling(match.group(1))).as("link in %s", document).exists();
    }
  }
}
