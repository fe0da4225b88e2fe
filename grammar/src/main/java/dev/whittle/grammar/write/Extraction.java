package dev.whittle.grammar.write;

import dev.whittle.grammar.lower.Catalogue;
import dev.whittle.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A block and the calls that replace a repetition.
 *
 * @param calls one for each place
 */
record Extraction(Repetition repetition, Block block, List<Step> calls) {
  private static final int MAX_PARAMETERS = 7;

  /**
   * The block that all runs of {@code repetition} are calls of, when it is simple enough.
   *
   * @param isNamedAlike whether the weights follow the names of the calls, or strings give them
   */
  static Optional<Extraction> of(Repetition repetition, Program program, boolean isNamedAlike) {
    List<Body> bodies = program.bodies();
    List<List<Chain>> runs =
        repetition.places().stream()
            .map(p ->
                bodies.get(p.body()).chains().subList(p.start(), p.start() + repetition.length()))
            .toList();
    Optional<WeightPaths> paths = WeightPaths.of(runs);
    boolean hasWeights = runs.getFirst().stream().anyMatch(c -> !c.sites().isEmpty());
    boolean isInBlock = repetition.places().stream().anyMatch(p -> p.body() > 0);
    if (isNamedAlike == (hasWeights && paths.isEmpty()) || !isNamedAlike && isInBlock) {
      return Optional.empty();
    }
    Differences differences = new Differences();
    List<Chain> body = new ArrayList<>();
    for (int chain = 0; chain < repetition.length(); chain++) {
      body.add(generalised(runs, chain, paths, differences));
    }
    List<Block.Parameter> parameters = differences.parameters();
    boolean hasTensor = parameters.stream().anyMatch(p -> p.kind().equals(Hole.TENSOR));
    if (parameters.size() > MAX_PARAMETERS || !hasTensor) {
      return Optional.empty();
    }
    Set<String> taken = program.blocks().stream().map(Block::name).collect(Collectors.toSet());
    Block block = new Block(name(runs, paths, taken), parameters, differences.named(body));
    List<Step> calls = new ArrayList<>();
    for (int run = 0; run < runs.size(); run++) {
      int at = run;
      Step last = runs.get(run).getLast().last();
      calls.add(
          new Step(
              last.id(),
              block.name(),
              differences.operands(run),
              differences.arguments(run, parameters),
              block.hasWeights(),
              paths.map(p -> p.bases().get(at)),
              last.name(),
              1,
              ""));
    }
    return Optional.of(new Extraction(repetition, block, calls));
  }

  private static Chain generalised(
      List<List<Chain>> runs, int chain, Optional<WeightPaths> paths, Differences differences) {
    List<Step> steps = new ArrayList<>();
    Chain template = runs.getFirst().get(chain);
    Set<Integer> inner =
        runs.getFirst().stream().map(c -> c.last().id()).collect(Collectors.toSet());
    for (int at = 0; at < template.steps().size(); at++) {
      int step = at;
      List<Step> same = runs.stream().map(r -> r.get(chain).steps().get(step)).toList();
      Step first = same.getFirst();
      List<Object> operands = new ArrayList<>();
      for (int i = 0; i < first.operands().size(); i++) {
        int operand = i;
        boolean isInner =
            at > 0 && i == 0
                || first.operands().get(i) instanceof Value value && inner.contains(value.node())
                || first.operands().get(i) instanceof Verbatim;
        operands.add(
            isInner
                ? first.operands().get(i)
                : differences.tensor(same.stream().map(s -> s.operands().get(operand)).toList()));
      }
      String local = template.path().map(Paths::last).orElse(first.name());
      Map<String, Object> arguments = new LinkedHashMap<>();
      first
          .arguments()
          .forEach((name, _) ->
              arguments.put(
                  name,
                  differences.argument(
                      first.function(),
                      name,
                      local,
                      same.stream().map(s -> s.arguments().get(name)).toList())));
      if (first.path().isPresent() && paths.isEmpty()) {
        arguments.put(
            "weights",
            differences.argument(
                first.function(),
                "weights",
                local,
                same.stream().map(s -> (Object) s.path().orElseThrow()).toList()));
      }
      steps.add(
          first.with(
              operands, arguments, first.path().flatMap(p -> paths.map(all -> all.below(p)))));
    }
    return new Chain(steps);
  }

  private static String name(
      List<List<Chain>> runs, Optional<WeightPaths> paths, Set<String> taken) {
    Optional<String> ofPaths =
        paths
            .map(p ->
                p.bases().stream()
                    .map(b -> Paths.last(b).replaceFirst("_?[0-9]+[a-z]?$", ""))
                    .collect(Collectors.toSet()))
            .filter(names -> names.size() == 1)
            .map(names -> names.iterator().next())
            .filter(Names::isPlain);
    String wanted =
        ofPaths.orElseGet(() ->
            runs.getFirst().stream()
                .flatMap(c -> c.steps().stream())
                .map(Step::function)
                .filter(f -> !f.equals("relu"))
                .distinct()
                .limit(3)
                .collect(Collectors.joining("_")));
    if (!taken.contains(wanted) && !Catalogue.isBuiltIn(wanted)) {
      return wanted;
    }
    int number = 2;
    while (taken.contains(wanted + number)) {
      number++;
    }
    return wanted + number;
  }
}
