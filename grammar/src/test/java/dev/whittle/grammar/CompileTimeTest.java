package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Parameter;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions evaluate to, and how arguments become attributes. */
class CompileTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3; 7",
        "(1 + 2) * 3; 9",
        "7 / 2; 3",
        "-7 / 2; -4",
        "7 % 3; 1",
        "-7 % 3; 2",
        "7.0 / 2; 3.5",
        "1_000 * 2; 2000",
        "2e3 + 1; 2001.0",
        "- -3; 3",
        "-inf; -Infinity",
        "10 - 2 - 3; 5",
        "1 < 2 and 2 <= 2 and not (3 > 4); true",
        "false and 1 / 0 == 1; false",
        "true or 1 / 0 == 1; true",
        "1 == 1.0; true",
        "\"a\" + \"b\" == \"ab\"; true",
        "[1, 2] + [3] == 1..3; true",
        "[8] * 2 == [8, 8]; true",
        "5..1 == []; true",
        "(1..4)[-1]; 4",
        "[[1, 2], [3]][0][1]; 2",
        "len(1..10); 10",
        "len(\"abc\"); 3",
        "min(3, 2.5); 2.5",
        "max(3, 4); 4",
        "floor(2.7); 2",
        "ceil(2.1); 3",
        "round(2.5); 2",
        "sqrt(16); 4.0",
        "size(x, 1); 8",
        "size(x, -1); 16",
        "rank(x); 4",
        "if size(x, 1) == 8 then 1 else 1 / 0; 1",
        "if false then 1 else if true then 2 else 3; 2"
      })
  void expressions(String expression, String value) {
    Graph graph =
        read(
            "value = "
                + expression
                + "\n  y = conv(x, 8, kernel: 1, bias: false, weights: \"{value}\")");
    assertThat(parameter(graph)).isEqualTo(value + ".weight");
  }

  @Test
  void stringsHoldEscapesAndExpressions() {
    Graph graph =
        read(
            "y = conv(x, 8, kernel: 1, bias: false, weights: \"a\\{b\\}\\u00e9\\\"{1 + 1}{true}\")");
    assertThat(parameter(graph)).isEqualTo("a{b}\u00e9\"2true.weight");
  }

  @Test
  void numbersStandForLists() {
    Conv conv = op(read("y = conv(x, 4, kernel: 3, stride: 2, pads: [1, 0], dilation: [1, 2])"));
    assertThat(conv)
        .isEqualTo(new Conv(List.of(3, 3), List.of(2, 2), List.of(1, 0, 1, 0), List.of(1, 2), 1));
    MaxPool pool =
        (MaxPool)
            read("y = max_pool(x, kernel: 2, pads: [0, 1, 1, 0], ceil: true)").nodes().get(1).op();
    assertThat(pool.pads()).containsExactly(0, 1, 1, 0);
    assertThat(pool.strides()).containsExactly(1, 1);
  }

  @Property(tries = 1000)
  void samePadsGiveAllWindows(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int kernel,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(min = 1, max = 3) int dilation) {
    Graph graph =
        Cnn.read(
                "same.cnn",
                """
                network Same {
                  input x: f32[1, 2, %d]
                  output y = conv(x, 3, kernel: %d, stride: %d, dilation: %d, pads: "same")
                }
                """
                    .formatted(size, kernel, stride, dilation),
                Path.of(""))
            .graph()
            .orElseThrow();
    Node y = graph.node(graph.outputs().getFirst().value());
    assertThat(y.type()).isEqualTo(TensorType.f32(1, 3, Math.ceilDiv(size, stride)));
    List<Integer> pads = ((Conv) y.op()).pads();
    assertThat(pads.get(1) - pads.get(0)).isBetween(0, 1);
  }

  private static Conv op(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof Conv)
        .map(n -> (Conv) n.op())
        .findFirst()
        .orElseThrow();
  }

  private static String parameter(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof Parameter)
        .map(n -> ((Parameter) n.op()).name())
        .findFirst()
        .orElseThrow();
  }

  private static Graph read(String statement) {
    Loaded loaded =
        Cnn.read(
            "test.cnn",
            "network Test {\n  input x: f32[N, 8, 16, 16]\n  " + statement + "\n  output y\n}\n",
            Path.of(""));
    assertThat(loaded.diagnostics()).isEmpty();
    return loaded.graph().orElseThrow();
  }
}
