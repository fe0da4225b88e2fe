package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.Json.Obj;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The editors' grammar is well formed and knows every keyword of the language. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditorGrammarTest {
  private static final Path EXTENSION = Path.of("../editors/textmate");
  private static final Path LANGUAGE = Path.of("src/main/antlr4/dev/whittle/grammar/antlr/Cnn.g4");
  private static final Pattern KEYWORD = Pattern.compile("(?m)^[A-Z_]+ : '([a-z]+)' ;$");
  private static final Pattern CONTEXTUAL = Pattern.compile("(?m)^tokens \\{ (.+) }$");
  private static final Set<String> EXPRESSIONS = Set.of("match", "begin", "end");
  private static final Set<String> CAPTURES = Set.of("captures", "beginCaptures", "endCaptures");
  private static final Pattern KEYWORD_SCOPE =
      Pattern.compile("(keyword|storage|constant\\.language)\\..*cnn");

  private final Obj grammar;
  private final List<Obj> rules = new ArrayList<>();

  EditorGrammarTest() throws IOException {
    grammar = Json.parse(Files.readAllBytes(EXTENSION.resolve("cnn.tmLanguage.json"))).asObject();
    collect(grammar);
  }

  @Test
  void everyExpressionCompiles() {
    List<Pattern> expressions =
        rules.stream()
            .flatMap(rule -> EXPRESSIONS.stream().flatMap(name -> rule.find(name).stream()))
            .map(expression -> Pattern.compile(expression.asText()))
            .toList();
    assertThat(expressions).hasSizeGreaterThan(30);
  }

  @Test
  void everyIncludeIsDefinedAndEveryDefinitionIncluded() {
    List<String> included =
        rules.stream()
            .flatMap(rule -> rule.find("include").stream())
            .map(Json::asText)
            .distinct()
            .toList();
    List<String> defined =
        grammar.get("repository").asObject().members().keySet().stream()
            .map(name -> "#" + name)
            .toList();
    assertThat(included).containsExactlyInAnyOrderElementsOf(defined);
  }

  @Test
  void everyCaptureHasItsGroup() {
    for (Obj rule : rules) {
      for (String captures : CAPTURES) {
        rule.find(captures)
            .ifPresent(found -> {
              String expression =
                  captures.equals("endCaptures")
                      ? "end"
                      : captures.equals("beginCaptures") ? "begin" : "match";
              int groups = Pattern.compile(rule.get(expression).asText()).matcher("").groupCount();
              assertThat(found.asObject().members().keySet())
                  .allSatisfy(group -> assertThat(Integer.parseInt(group)).isBetween(0, groups));
            });
      }
    }
  }

  @Test
  void everyKeywordOfTheLanguageIsColoured() throws IOException {
    String language = Files.readString(LANGUAGE);
    List<String> keywords =
        Stream.concat(
                KEYWORD.matcher(language).results().map(m -> m.group(1)),
                CONTEXTUAL
                    .matcher(language)
                    .results()
                    .flatMap(m -> Stream.of(m.group(1).split(", ")))
                    .map(name -> name.toLowerCase(Locale.ROOT)))
            .toList();
    assertThat(keywords).contains("network", "return", "true", "pipeline", "guard");
    assertThat(keywords).allSatisfy(keyword -> assertThat(scopes(keyword)).isNotEmpty());
    assertThat(scopes("relu")).isEmpty();
  }

  @Test
  void theExtensionNamesFilesThatExist() throws IOException {
    Obj contributions =
        Json.parse(Files.readAllBytes(EXTENSION.resolve("package.json")))
            .asObject()
            .get("contributes")
            .asObject();
    Obj language = contributions.get("languages").asList().getFirst().asObject();
    Obj colours = contributions.get("grammars").asList().getFirst().asObject();
    Path configuration = EXTENSION.resolve(language.get("configuration").asText());
    assertThat(Json.parse(Files.readAllBytes(configuration))).isInstanceOf(Obj.class);
    assertThat(EXTENSION.resolve(colours.get("path").asText())).exists();
    assertThat(colours.get("scopeName")).isEqualTo(grammar.get("scopeName"));
    assertThat(language.get("extensions").asList())
        .containsExactly(new Json.Text(".cnn"), new Json.Text(".pipeline"));
  }

  /** The keyword scopes that some rule gives {@code word}, followed by a name and a brace. */
  private List<String> scopes(String word) {
    String text = word + " name {";
    return rules.stream().flatMap(rule -> scopes(rule, text, word.length())).toList();
  }

  private static Stream<String> scopes(Obj rule, String text, int length) {
    boolean isSpan = rule.find("begin").isPresent();
    if (!isSpan && rule.find("match").isEmpty()) {
      return Stream.empty();
    }
    Matcher match = Pattern.compile(rule.get(isSpan ? "begin" : "match").asText()).matcher(text);
    if (!match.lookingAt()) {
      return Stream.empty();
    }
    Stream<String> whole =
        !isSpan && match.end() == length
            ? rule.find("name").map(Json::asText).stream()
            : Stream.empty();
    Stream<String> groups =
        rule.find(isSpan ? "beginCaptures" : "captures").stream()
            .flatMap(captures -> captures.asObject().members().entrySet().stream())
            .filter(
                capture -> match.start(group(capture)) == 0 && match.end(group(capture)) == length)
            .map(capture -> capture.getValue().asObject().get("name").asText());
    return Stream.concat(whole, groups).filter(KEYWORD_SCOPE.asMatchPredicate());
  }

  private static int group(Map.Entry<String, Json> capture) {
    return Integer.parseInt(capture.getKey());
  }

  private void collect(Json json) {
    switch (json) {
      case Obj object -> {
        rules.add(object);
        object.members().values().forEach(this::collect);
      }
      case Json.Arr array -> array.elements().forEach(this::collect);
      default -> {}
    }
  }
}
