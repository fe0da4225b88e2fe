package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.whittle.ir.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the source, reading it ends soon, on the stack that a thread has by default, in a graph
 * or a diagnostic. Interpreted, the deepest nesting allowed takes 672 KiB.
 */
class HostileSourcesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int STACK = 1024 * 1024;

  static Stream<Arguments> sources() {
    return Stream.of(
        Arguments.of("parentheses", body("y = " + "(".repeat(100_000) + "1")),
        Arguments.of("brackets", body("y = " + "[".repeat(60) + "1" + "]".repeat(60))),
        Arguments.of("signs", body("y = " + "-".repeat(100_000) + "1")),
        Arguments.of("negations", body("y = " + "not ".repeat(100_000) + "true")),
        Arguments.of("sum", body("y = 1" + " + 1".repeat(20_000))),
        Arguments.of("pipe", body("y = x" + " |> relu".repeat(20_000))),
        Arguments.of("arguments", body("y = concat(" + "x, ".repeat(5_000) + "x)")),
        Arguments.of("list", body("y = [" + "1, ".repeat(101_000) + "1]")),
        Arguments.of("braces", body("if true {".repeat(1_000))),
        Arguments.of("branches", body("if false {}" + " else if false {}".repeat(20_000))),
        Arguments.of("conditionals", body("y = " + "if true then 1 else ".repeat(5_000) + "1")),
        Arguments.of("calls", body("y = " + "relu(".repeat(60) + "x" + ")".repeat(60))),
        Arguments.of("long name", body("y" + "y".repeat(1_000_000) + " = relu(z)")),
        Arguments.of("long string", body("y = \"" + "s".repeat(1_000_000) + "\"")),
        Arguments.of("errors", body("y = )\n".repeat(20_000))),
        Arguments.of("unknown", "\u0000\u0007$%".repeat(50_000)),
        Arguments.of("nested lists", body("y = []\nfor i in 1..9999 {\n  y = [y]\n}")),
        Arguments.of("doubling", body("y = \"a\"\nfor i in 1..9999 {\n  y = y + y\n}")),
        Arguments.of("inserted", body("y = \"a\"\nfor i in 1..9999 {\n  y = \"{y}{y}\"\n}")),
        Arguments.of("doubling list", body("y = [1]\nfor i in 1..9999 {\n  y = y + y\n}")),
        Arguments.of("growing list", body("y = []\nfor i in 1..9999 {\n  y = y + [x]\n}")),
        Arguments.of("shadows", body("for i in 1..9999 {\n  for j in 1..9999 {\n  }\n}")),
        Arguments.of("recursion", recursion()),
        Arguments.of("doubling recursion", doubling()),
        Arguments.of("many statements", body("x = relu(x)\n".repeat(20_000))),
        Arguments.of("wide rank", body("y = reshape(x, [" + "1, ".repeat(50_000) + "-1])")),
        Arguments.of("steps", "pipeline P {\n" + "  lower(a: 1)\n".repeat(20_000) + "}"),
        Arguments.of("targets", "pipeline P {" + "target 512 {".repeat(10_000)),
        Arguments.of("hyphens", "pipeline P {\n  a" + "-a".repeat(100_000) + "\n}"),
        Arguments.of("includes of the next", includes(5_000, 1)),
        Arguments.of("includes of the last", includes(5_000, -1)),
        Arguments.of("too long", "// " + "x".repeat(8_000_001)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void endSoonOnADefaultStack(String name, String source) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Runnable read =
        () -> {
          Loaded loaded = Cnn.read("hostile.cnn", source, Path.of(""));
          Cnn.format("hostile.cnn", source);
          assertThat(loaded.graph().isPresent() || loaded.hasErrors()).isTrue();
        };
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          Thread thread = new Thread(null, read, name, STACK);
          thread.setUncaughtExceptionHandler((t, e) -> thrown.set(e));
          thread.start();
          thread.join();
        });
    assertThat(thrown.get()).isNull();
  }

  @Test
  void filesThatAreNotText(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("Net.cnn");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThat(Cnn.load(file).diagnostics()).extracting(Diagnostic::code).containsExactly("WN107");
    assertThat(Cnn.load(directory).diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("WN107");
    Files.write(
        file,
        "\ufeffnetwork Net {\r\n  input x: f32[1]\r\n  output x\r\n}"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(Cnn.load(file).diagnostics()).isEmpty();
  }

  @Property(tries = 1000)
  void changedSourcesNeverThrow(@ForAll long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> texts = Sources.texts();
    StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
    String other = texts.get(random.nextInt(texts.size()));
    for (int i = random.nextInt(1, 6); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(1, 30));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> {
          int from = random.nextInt(other.length());
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(1, 30)));
        }
        case 2 -> text.setCharAt(at, "(){}[],:=|>+-*/\"`@.0a\n".charAt(random.nextInt(22)));
        default -> text.insert(at, text.substring(at, end));
      }
    }
    Loaded loaded = Cnn.read("changed.cnn", text.toString(), Path.of("../examples/networks"));
    assertThat(loaded.graph().isPresent() || loaded.hasErrors()).isTrue();
    Formatted formatted = Cnn.format("changed.cnn", text.toString());
    formatted.text().ifPresent(t -> assertThat(Cnn.format("again.cnn", t).text()).contains(t));
  }

  private static String body(String statements) {
    return "network Net {\n  input x: f32[N, 8, 16, 16]\n  " + statements + "\n  output x\n}\n";
  }

  private static String includes(int count, int step) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("pipeline p%d {\n".formatted(i));
      text.append("  include p%d\n".formatted(i + step).repeat(20)).append("}\n");
    }
    return text.toString();
  }

  private static String recursion() {
    return """
    block deep(x, n: int) {
      if true {
        if true {
          if n > 0 {
            return relu(deep(relu(relu(x)), n - (1 + (1 - (1)))))
          }
        }
      }
      return x
    }
    """
        + body("y = deep(x, 45)\n  z = deep(x, 1000)");
  }

  private static String doubling() {
    return """
    block twice(x, n: int) {
      return if n == 0 then relu(x) else twice(twice(x, n - 1), n - 1)
    }
    """
        + body("y = twice(x, 40)");
  }
}
