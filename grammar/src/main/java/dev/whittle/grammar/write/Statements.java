package dev.whittle.grammar.write;

import dev.whittle.ir.Value;
import dev.whittle.ir.text.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Spells the statements of one body. */
final class Statements {
  private static final Map<String, String> INFIX =
      Map.of("add", "+", "sub", "-", "mul", "*", "div", "/");
  private static final Set<String> POSITIONAL = Set.of("channels", "units");
  private static final Set<String> WINDOWED = Set.of("depthwise_conv", "max_pool", "average_pool");
  private static final int MAX_POSITIONAL = 7;

  private final Map<String, Block> blocks;
  private final String prefix;
  private final Names names = new Names();
  private final Map<Value, String> variables = new HashMap<>();
  private final Map<Chain, String> bindings = new HashMap<>();

  /**
   * @param prefix what stands before the path of weights that are named explicitly
   */
  Statements(Map<String, Block> blocks, String prefix) {
    this.blocks = blocks;
    this.prefix = prefix;
  }

  /** Keeps a name from variables. */
  void take(String name) {
    names.take(name);
  }

  /** The variable of an input. */
  String input(Value value, String wanted) {
    String name = names.take(wanted);
    variables.put(value, Spelling.identifier(name));
    return name;
  }

  /** The variable that holds {@code value}, as written. */
  String variable(Value value) {
    return variables.get(value);
  }

  /** Gives every chain its variables: first those that name weights, then the others. */
  void name(List<Chain> chains) {
    for (Chain chain : chains) {
      chain
          .path()
          .filter(p -> Spelling.isWritable(p) && names.isFree(p))
          .ifPresent(p -> bindings.put(chain, p));
    }
    for (Chain chain : chains) {
      Step last = chain.last();
      String simple = Names.simple(last.name(), last.function());
      for (int i = 0; i < last.results(); i++) {
        String bound = i == 0 ? bindings.get(chain) : null;
        String name = bound == null ? names.take(simple) : bound;
        variables.put(new Value(last.id(), i), Spelling.identifier(name));
      }
    }
  }

  private static boolean isBelow(String path, Step site) {
    String start = path.isEmpty() ? "" : path + "/";
    return site.path().equals(Optional.of(start + site.function()));
  }

  /** {@code a = b |> c}. */
  String statement(Chain chain) {
    Step last = chain.last();
    String targets =
        IntStream.range(0, last.results())
            .mapToObj(i -> variables.get(new Value(last.id(), i)))
            .collect(Collectors.joining(", "));
    return targets + " = " + expression(chain);
  }

  /** What a chain computes. */
  String expression(Chain chain) {
    Step first = chain.first();
    List<String> operands = first.operands().stream().map(this::operand).toList();
    List<String> stages = new ArrayList<>();
    boolean isInfix = INFIX.containsKey(first.function()) && operands.size() == 2;
    boolean isPiped = operands.size() == 1 && (first.hasWeights() || chain.steps().size() > 1);
    boolean isLayer = !blocks.containsKey(first.function());
    if (isInfix) {
      stages.add(String.join(" " + INFIX.get(first.function()) + " ", operands));
    } else if (isPiped && isLayer) {
      stages.add(operands.getFirst());
      stages.add(call(first, List.of(), chain));
    } else {
      stages.add(call(first, operands, chain));
    }
    List<Step> rest = chain.steps().subList(1, chain.steps().size());
    if (isInfix && rest.size() == 1) {
      return call(rest.getFirst(), stages, chain);
    }
    rest.forEach(s -> stages.add(call(s, List.of(), chain)));
    return String.join(" |> ", stages);
  }

  private String operand(Object operand) {
    return switch (operand) {
      case Value value -> variables.get(value);
      case Hole hole -> Spelling.identifier(hole.parameter());
      case Verbatim(String text) -> text;
      default -> throw new IllegalStateException(operand.toString());
    };
  }

  private String call(Step step, List<String> operands, Chain chain) {
    List<String> arguments = new ArrayList<>(operands);
    boolean[] isFirst = {true};
    step.arguments()
        .forEach((name, value) -> {
          if (!isDefault(step, name, value)) {
            isFirst[0] &= isPositional(step, name);
            arguments.add((isFirst[0] ? "" : Spelling.identifier(name) + ": ") + argument(value));
          }
        });
    if (step.path().isPresent() && !isNamedByBinding(step, chain)) {
      String path = step.path().get();
      String written = prefix.isEmpty() ? path : path.isEmpty() ? "." : prefix + path;
      arguments.add("weights: " + Spelling.string(written));
    }
    return Spelling.identifier(step.function())
        + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
  }

  private boolean isDefault(Step step, String name, Object value) {
    Block block = blocks.get(step.function());
    return block == null
        ? Arguments.isDefault(step.function(), name, value)
        : block
            .parameters()
            .contains(new Block.Parameter(name, Hole.kindOf(value), Optional.of(value)));
  }

  /** True when the name bound, or in {@code return} the function's, leads to the weights' names. */
  private boolean isNamedByBinding(Step step, Chain chain) {
    String bound = bindings.get(chain);
    if (bound == null) {
      boolean isReturned = !variables.containsKey(Value.of(chain.last().id()));
      return isReturned && isBelow("", step);
    }
    return chain.sites().size() == 1
        ? step.path().equals(Optional.of(bound))
        : isBelow(bound, step);
  }

  private boolean isPositional(Step step, String name) {
    Block block = blocks.get(step.function());
    if (block != null) {
      return block.parameters().size() <= MAX_POSITIONAL
          && POSITIONAL.stream().anyMatch(name::contains);
    }
    return name.isEmpty()
        || POSITIONAL.contains(name)
        || name.equals("kernel") && WINDOWED.contains(step.function());
  }

  private static String argument(Object value) {
    return switch (value) {
      case Hole(String parameter, String _, int factor) ->
          (factor == 1 ? "" : factor + " * ") + Spelling.identifier(parameter);
      case Verbatim(String text) -> text;
      default -> Spelling.value(value);
    };
  }
}
