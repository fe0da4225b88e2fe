package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.ir.text.Spelling;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** The printer's spelling and the grammar agree. */
class SpellingTest {
  @Test
  void keywordsAreThoseOfTheGrammar() {
    Set<String> words = new TreeSet<>();
    for (int type = 1; type <= CnnLexer.VOCABULARY.getMaxTokenType(); type++) {
      String literal = CnnLexer.VOCABULARY.getLiteralName(type);
      if (literal != null && Character.isLetter(literal.charAt(1))) {
        words.add(literal.substring(1, literal.length() - 1));
      }
    }
    assertThat(Spelling.KEYWORDS).containsExactlyInAnyOrderElementsOf(words);
  }

  @Property(tries = 1000)
  void anyNameReadsBack(@ForAll @NotEmpty String network, @ForAll @NotEmpty String node) {
    Graph.Builder builder = Graph.builder(network);
    var x = builder.input("x", TensorType.f32(2, 3));
    builder.output(network + node, builder.add(node, new Clip(0, 1), x));
    builder.output(network + node, x);
    assertReadsBack(builder.build());
  }

  @Property(tries = 1000)
  void anyNumberReadsBack(@ForAll int low, @ForAll int high) {
    Graph.Builder builder = Graph.builder("Net");
    var x = builder.input("inf", TensorType.f32(2, 3));
    Clip clip = new Clip(Float.intBitsToFloat(low), Float.intBitsToFloat(high));
    builder.output("y", builder.add("nan", clip, x));
    assertReadsBack(builder.build());
  }

  private static void assertReadsBack(Graph graph) {
    GraphText text = GraphPrinter.print(graph);
    Loaded loaded = Cnn.read("printed.cnn", text.text(), Path.of(""), Weights.of(text.constants()));
    assertThat(loaded.graph()).as(text.text() + loaded.diagnostics()).contains(graph);
  }
}
