package dev.whittle.grammar.write;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.text.Spelling;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the text of a graph that no pass has lowered. */
public final class SourceText {
  private final Graph graph;
  private final Program program;
  private final Map<String, Block> blocks;
  private final Set<String> written = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  private SourceText(Graph graph, Program program) {
    this.graph = graph;
    this.program = program;
    this.blocks =
        program.blocks().stream().collect(Collectors.toMap(Block::name, Function.identity()));
  }

  /**
   * The text of a graph.
   *
   * @param constants takes what the text does not write out
   * @param hasBlocks whether what occurs repeatedly becomes a block
   */
  public static String of(Graph graph, Map<String, Tensor> constants, boolean hasBlocks) {
    Program plain = Program.of(graph, Steps.of(graph, constants));
    Program program = hasBlocks ? plain.folded() : plain;
    SourceText source = new SourceText(graph, program);
    program.blocks().forEach(source::block);
    source.network();
    return source.text.toString();
  }

  /** Writes a block after those that it calls. */
  private void block(Block block) {
    if (!written.add(block.name())) {
      return;
    }
    block.body().stream()
        .flatMap(c -> c.steps().stream())
        .flatMap(s -> Optional.ofNullable(blocks.get(s.function())).stream())
        .forEach(this::block);
    String parameters =
        block.parameters().stream().map(SourceText::parameter).collect(Collectors.joining(", "));
    line("block " + Spelling.identifier(block.name()) + "(" + parameters + ") {");
    Statements statements = new Statements(blocks, "./");
    block.parameters().forEach(p -> statements.take(p.name()));
    List<Chain> body = block.body();
    statements.name(body.subList(0, body.size() - 1));
    body.subList(0, body.size() - 1).forEach(c -> statement(statements, c));
    line("  return " + statements.expression(body.getLast()));
    line("}");
    line("");
  }

  private static String parameter(Block.Parameter parameter) {
    String kind = parameter.kind().equals(Hole.TENSOR) ? "" : ": " + parameter.kind();
    return Spelling.identifier(parameter.name())
        + kind
        + parameter.defaultValue().map(d -> " = " + Spelling.value(d)).orElse("");
  }

  private void network() {
    graph.origin().documentation().lines().forEach(l -> line(("/// " + l).stripTrailing()));
    boolean isWritable = Spelling.isWritable(graph.name());
    if (!isWritable) {
      line("@name(" + Spelling.string(graph.name()) + ")");
    }
    line("network " + (isWritable ? Spelling.identifier(graph.name()) : "Unnamed") + " {");
    Statements statements = new Statements(blocks, "");
    graph.inputs().stream().flatMap(SourceText::symbols).distinct().forEach(statements::take);
    graph.inputs().forEach(n -> input(n, statements));
    line("");
    Set<Value> inOutputs = new HashSet<>();
    List<Chain> last = new ArrayList<>();
    for (Chain chain : program.network()) {
      if (isOnlyOutput(chain)) {
        last.add(chain);
        inOutputs.add(Value.of(chain.last().id()));
      }
    }
    List<Chain> named = program.network().stream().filter(c -> !last.contains(c)).toList();
    statements.name(named);
    named.forEach(c -> statement(statements, c));
    Set<String> names = new HashSet<>();
    for (Output output : graph.outputs()) {
      Optional<Chain> chain =
          inOutputs.contains(output.value())
              ? last.stream().filter(c -> c.last().id() == output.value().node()).findFirst()
              : Optional.empty();
      output(
          output,
          chain.map(statements::expression).orElseGet(() -> statements.variable(output.value())),
          names);
    }
    line("}");
  }

  private boolean isOnlyOutput(Chain chain) {
    Step last = chain.last();
    return chain.sites().isEmpty()
        && last.results() == 1
        && last.documentation().isEmpty()
        && graph.useCount(Value.of(last.id())) == 1
        && graph.isOutput(Value.of(last.id()));
  }

  private void statement(Statements statements, Chain chain) {
    chain.last().documentation().lines().forEach(l -> line(("  /// " + l).stripTrailing()));
    line("  " + statements.statement(chain));
  }

  private static Stream<String> symbols(Node input) {
    return input.type().shape().dims().stream()
        .flatMap(d -> d instanceof Dim.Symbol(String name) ? Stream.of(name) : Stream.empty());
  }

  private void input(Node node, Statements statements) {
    node.origin().documentation().lines().forEach(l -> line(("  /// " + l).stripTrailing()));
    String wanted = Spelling.isWritable(node.name()) ? node.name() : "input_tensor";
    String name = statements.input(node.value(), wanted);
    if (!name.equals(node.name())) {
      line("  @name(" + Spelling.string(node.name()) + ")");
    }
    if (node.op() instanceof Input(var type, Optional<Preprocessing> picture)) {
      picture.ifPresent(p -> line("  " + picture(p)));
      line("  input " + Spelling.identifier(name) + ": " + Spelling.type(type));
    }
  }

  private static String picture(Preprocessing picture) {
    List<String> arguments = new ArrayList<>();
    if (picture.resize() > 0) {
      arguments.add("resize: " + picture.resize());
    }
    if (picture.order() == Preprocessing.ChannelOrder.BGR) {
      arguments.add("channels: \"BGR\"");
    }
    if (picture.scale() != 1) {
      arguments.add("scale: " + Spelling.number(picture.scale()));
    }
    numbers("mean", picture.mean(), 0).ifPresent(arguments::add);
    numbers("std", picture.std(), 1).ifPresent(arguments::add);
    return arguments.isEmpty() ? "@picture" : "@picture(" + String.join(", ", arguments) + ")";
  }

  private static Optional<String> numbers(String name, List<Float> numbers, float usual) {
    if (numbers.equals(Collections.nCopies(numbers.size(), usual))) {
      return Optional.empty();
    }
    boolean isOne = Set.copyOf(numbers).size() == 1;
    return Optional.of(
        name + ": " + (isOne ? Spelling.number(numbers.getFirst()) : Spelling.list(numbers)));
  }

  private void output(Output output, String value, Set<String> names) {
    if (!output.labels().isEmpty()) {
      line("  @labels(" + Spelling.list(output.labels()) + ")");
    }
    String wanted = Spelling.isWritable(output.name()) ? output.name() : "unnamed";
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    if (!name.equals(output.name())) {
      line("  @name(" + Spelling.string(output.name()) + ")");
    }
    String identifier = Spelling.identifier(name);
    line("  output " + identifier + (value.equals(identifier) ? "" : " = " + value));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
