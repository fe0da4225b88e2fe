package dev.whittle.grammar.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What distinguishes repeated runs. Places that differ in the same way share a parameter; an int
 * that is always the same multiple of another is computed from it.
 */
final class Differences {
  private record Row(String function, String argument, String local, List<Object> values) {
    boolean isInts() {
      return values.stream().allMatch(v -> v instanceof Integer);
    }
  }

  private final Map<List<Object>, String> tensors = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private List<Block.Parameter> others = List.of();

  /**
   * The operand of a run.
   *
   * @param values one for each run
   */
  Object tensor(List<Object> values) {
    int number = tensors.size();
    String name = number < 3 ? List.of("x", "y", "z").get(number) : "x" + (number + 1);
    return new Hole(tensors.computeIfAbsent(values, _ -> name), Hole.TENSOR, 1);
  }

  /**
   * The argument of a call: its value, or a parameter that {@link #named} will name.
   *
   * @param local what the call is called in the run
   * @param values one for each run
   */
  Object argument(String function, String argument, String local, List<Object> values) {
    Object first = values.getFirst();
    if (!(first instanceof Hole) && values.stream().allMatch(first::equals)) {
      return first;
    }
    Row row = new Row(function, argument, local, values);
    for (int i = 0; i < rows.size(); i++) {
      int factor = factor(rows.get(i), row);
      if (factor > 0) {
        return new Hole(Integer.toString(i), Hole.kindOf(first), factor);
      }
    }
    rows.add(row);
    return new Hole(Integer.toString(rows.size() - 1), Hole.kindOf(first), 1);
  }

  private static int factor(Row known, Row row) {
    if (!known.argument().equals(row.argument())) {
      return 0;
    } else if (known.values().equals(row.values())) {
      return 1;
    } else if (!known.isInts() || !row.isInts() || (Integer) known.values().getFirst() == 0) {
      return 0;
    }
    int factor = (Integer) row.values().getFirst() / (Integer) known.values().getFirst();
    boolean isMultiple =
        factor > 1
            && IntStream.range(0, row.values().size())
                .allMatch(i ->
                    (long) factor * (Integer) known.values().get(i)
                        == (Integer) row.values().get(i));
    return isMultiple ? factor : 0;
  }

  /** Tensors first, then what every call must say, then what has a default. */
  List<Block.Parameter> parameters() {
    List<Block.Parameter> parameters = new ArrayList<>();
    tensors
        .values()
        .forEach(n -> parameters.add(new Block.Parameter(n, Hole.TENSOR, Optional.empty())));
    others = others();
    others.stream().filter(p -> p.defaultValue().isEmpty()).forEach(parameters::add);
    others.stream().filter(p -> p.defaultValue().isPresent()).forEach(parameters::add);
    return parameters;
  }

  private List<Block.Parameter> others() {
    List<Block.Parameter> parameters = new ArrayList<>();
    Names names = new Names();
    tensors.values().forEach(names::take);
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(r -> counts.merge(r.argument(), 1, Integer::sum));
    for (Row row : rows) {
      boolean isAlone = counts.get(row.argument()) == 1 && !row.argument().equals("weights");
      String local = Names.simple(row.local(), row.function());
      String name =
          row.argument().equals("weights")
              ? local
              : isAlone ? row.argument() : local + "_" + row.argument();
      Optional<Object> usual =
          row.values().stream()
              .filter(v -> Arguments.isDefault(row.function(), row.argument(), v))
              .findFirst();
      parameters.add(
          new Block.Parameter(names.take(name), Hole.kindOf(row.values().getFirst()), usual));
    }
    return parameters;
  }

  /** {@code body} with the parameters by name. */
  List<Chain> named(List<Chain> body) {
    return body.stream().map(c -> new Chain(c.steps().stream().map(this::named).toList())).toList();
  }

  private Step named(Step step) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    step.arguments()
        .forEach((name, value) ->
            arguments.put(
                name,
                value instanceof Hole(String row, String kind, int factor)
                    ? new Hole(others.get(Integer.parseInt(row)).name(), kind, factor)
                    : value));
    return step.with(step.operands(), arguments, step.path());
  }

  /** The operands of the call that replaces a run. */
  List<Object> operands(int run) {
    return tensors.keySet().stream().map(v -> v.get(run)).toList();
  }

  /**
   * The arguments of the call that replaces a run.
   *
   * @param parameters those of the block
   */
  Map<String, Object> arguments(int run, List<Block.Parameter> parameters) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Block.Parameter parameter : parameters) {
      int row = others.indexOf(parameter);
      if (row >= 0) {
        arguments.put(parameter.name(), rows.get(row).values().get(run));
      }
    }
    return arguments;
  }
}
