package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.grammar.parse.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatterTest {
  private static final Path GOLDEN = Path.of("src/test/resources/format");

  static List<Path> examples() {
    return Sources.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreFormatted(Path example) {
    String text = Sources.text(example);
    assertThat(Cnn.format(example.toString(), text).text()).contains(text);
  }

  @Test
  void golden() throws IOException {
    String formatted =
        Cnn.format("before.cnn", Files.readString(GOLDEN.resolve("before.cnn")))
            .text()
            .orElseThrow();
    Path after = GOLDEN.resolve("after.cnn");
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(after, formatted);
    }
    assertThat(formatted).isEqualTo(Files.readString(after));
    assertThat(Cnn.format("after.cnn", formatted).text()).contains(formatted);
  }

  @Test
  void whatCannotBeReadIsNotFormatted() {
    Formatted formatted = Cnn.format("bad.cnn", "network Net {\n  x = (1\n}\n");
    assertThat(formatted.text()).isEmpty();
    assertThat(formatted.diagnostics()).isNotEmpty();
  }

  @Test
  void emptyAndCommentOnlyFiles() {
    assertThat(Cnn.format("empty.cnn", "").text()).contains("");
    assertThat(Cnn.format("comment.cnn", "  // a \n\n\n/* b */ ").text())
        .contains("// a\n\n/* b */\n");
  }

  @Property(tries = 1000)
  void keepsTokensAndCommentsWhateverTheSpacing(@ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> texts = Sources.texts();
    String mangled = mangle(texts.get(random.nextInt(texts.size())), random);
    String once = Cnn.format("mangled.cnn", mangled).text().orElseThrow();
    assertThat(words(once)).isEqualTo(words(mangled));
    assertThat(Cnn.format("once.cnn", once).text()).contains(once);
    assertThat(once.lines()).noneMatch(l -> l.endsWith(" ")).noneMatch(l -> l.contains("\t"));
  }

  /** The same tokens with other blanks between them; statements stay on lines of their own. */
  private static String mangle(String text, RandomGenerator random) {
    StringBuilder mangled = new StringBuilder();
    List<Token> tokens = tokens(text);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      mangled.append(token.getText());
      boolean lineEnds =
          token.getType() == CnnLexer.LINE_COMMENT
              || token.getType() == CnnLexer.DOCUMENTATION
              || i + 1 < tokens.size() && tokens.get(i + 1).getLine() > token.getLine();
      mangled.append(" ".repeat(random.nextInt(1, 4)));
      if (lineEnds || random.nextInt(12) == 0) {
        mangled.append("\n".repeat(random.nextInt(1, 4)));
        mangled.append(" ".repeat(random.nextInt(4)));
      }
    }
    return mangled.toString();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    tokens(text).forEach(t -> words.add(t.getText().stripTrailing()));
    return words;
  }

  private static List<Token> tokens(String text) {
    return SourceText.tokens(CharStreams.fromString(text)).getTokens().stream()
        .filter(t -> t.getType() != Token.EOF)
        .toList();
  }
}
