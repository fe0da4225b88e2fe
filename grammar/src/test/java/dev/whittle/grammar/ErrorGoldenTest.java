package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.ir.text.GraphText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder under {@code errors} holds a {@code Net.cnn}, maybe files beside it and a {@code
 * weights.txt} that says how to make its weights, and in {@code expected.txt} what is reported.
 * {@code -Dwhittle.bless=true} writes what is reported now.
 */
class ErrorGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/errors");

  @TestFactory
  Stream<DynamicTest> reportsWhatIsExpected(@TempDir Path temporary) throws IOException {
    return cases().stream()
        .map(c -> DynamicTest.dynamicTest(c.getFileName().toString(), () -> check(c, temporary)));
  }

  @Test
  void everyMistakeHasAGolden() throws IOException {
    Set<String> reported = new TreeSet<>();
    Pattern code = Pattern.compile("(?:error|warning) (WN[0-9]+):");
    for (Path folder : cases()) {
      Matcher matcher = code.matcher(Files.readString(folder.resolve("expected.txt")));
      while (matcher.find()) {
        reported.add(matcher.group(1));
      }
    }
    Set<String> catalogue =
        Arrays.stream(Mistake.values())
            .map(Mistake::code)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(reported).isEqualTo(catalogue);
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(40);
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static void check(Path folder, Path temporary) throws IOException {
    String actual =
        report(folder, temporary).stream().map(d -> d + "\n").collect(Collectors.joining());
    Path expected = folder.resolve("expected.txt");
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(expected));
    assertThat(actual).doesNotContain("Exception", "	at ").isNotEmpty();
  }

  private static Path copy(Path folder, Path temporary) throws IOException {
    Path target = temporary.resolve(folder.getFileName());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(folder.relativize(file)));
      }
    }
    return target;
  }

  private static List<Diagnostic> report(Path folder, Path temporary) throws IOException {
    Path source = copy(folder, temporary).resolve("Net.cnn");
    Path constants = folder.resolve("constants.txt");
    if (Files.exists(constants)) {
      WeightsScript.run(constants, GraphText.constantsOf(source));
    }
    Loaded loaded = Cnn.check(source);
    if (!loaded.hasErrors() && loaded.graphs().size() != 1) {
      loaded = Cnn.load(source);
    }
    List<Diagnostic> diagnostics = new ArrayList<>(loaded.diagnostics());
    Path script = folder.resolve("weights.txt");
    if (Files.exists(script)) {
      Path weights = temporary.resolve("net.safetensors");
      WeightsScript.run(script, weights);
      diagnostics.addAll(WeightsCheck.open(loaded.graph().orElseThrow(), weights).diagnostics());
    }
    return diagnostics;
  }
}
