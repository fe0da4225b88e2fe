package dev.whittle.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Property(tries = 1000)
  void whatIsPrintedParsesBack(@ForAll("values") Json value) {
    assertThat(Json.parse(value.text())).isEqualTo(value);
    assertThat(Json.parse(value.pretty())).isEqualTo(value);
  }

  @Property(tries = 1000)
  void anyTextParsesOrIsExplained(@ForAll String text) {
    try {
      Json.parse(text);
    } catch (JsonException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<Json> values() {
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().map(Json.Text::new),
            Arbitraries.longs().map(Json.Int::new),
            Arbitraries.doubles().map(Json.Real::new),
            Arbitraries.of(new Json.Bool(true), new Json.Bool(false), new Json.Null()));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(Json::array),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                    .ofMaxSize(4)
                    .map(Json.Obj::new)),
        0,
        3);
  }

  @Test
  void printsPagesForPeople() {
    Json json =
        Json.object()
            .put("images", 500)
            .put("share", 0.5)
            .put("shape", Json.ints(List.of(1, 3)))
            .put("names", Json.texts(List.of("a\"b", "\u0001")))
            .put("none", new Json.Obj(Map.of()))
            .build();
    assertThat(json.pretty())
        .isEqualTo(
            """
            {
              "images": 500,
              "share": 0.5,
              "shape": [1, 3],
              "names": [
                "a\\"b",
                "\\u0001"
              ],
              "none": {}
            }\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        "tru",
        "nul",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "1 2",
        "{\"a\" 1}",
        "{a:1}",
        "NaN",
        "[1 2]",
        "'a'",
        "//",
        ".5"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void refusesHostileText() {
    assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}"))
        .hasMessage("at character 7: duplicate name \"a\"");
    assertThatThrownBy(() -> Json.parse("[" + "0,".repeat(1 << 20) + "0]"))
        .hasMessageContaining("more than 1048576 values");
    assertThatThrownBy(() -> Json.parse("9".repeat(100)))
        .hasMessageContaining("number of more than 64 characters");
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}))
        .hasMessage("not UTF-8 text");
  }

  @Test
  void keepsIntegersExact() {
    assertThat(Json.parse("9223372036854775807").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.parse("9223372036854775808")).isEqualTo(new Json.Real(0x1p63));
    assertThat(Json.parse("\"\\ud83d\\ude00\"").asText()).isEqualTo("\ud83d\ude00");
    assertThat(new Json.Text("é😀").text().getBytes(StandardCharsets.UTF_8)).hasSize(8);
  }

  @Test
  void saysWhatItExpected() {
    assertThatThrownBy(() -> Json.parse("[1]").asObject())
        .hasMessage("expected an object, found [1]");
    assertThatThrownBy(() -> Json.parse("{}").asObject().get("plans"))
        .hasMessage("no member \"plans\"");
    assertThatThrownBy(() -> Json.parse("3000000000").asInt())
        .hasMessage("expected a 32-bit integer, found 3000000000");
  }
}
