package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Operator;
import dev.whittle.grammar.ast.Parameter;
import dev.whittle.grammar.ast.Statement;
import dev.whittle.grammar.ast.Walk;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the statements of blocks and networks, inputs and outputs aside. */
final class Interpreter {
  private final Evaluator evaluator;
  private final Budget budget;
  private final Problems problems;
  private final Annotations annotations;

  Interpreter(Evaluator evaluator, Budget budget, Problems problems, Annotations annotations) {
    this.evaluator = evaluator;
    this.budget = budget;
    this.problems = problems;
    this.annotations = annotations;
  }

  /**
   * What a block returns for the arguments given.
   *
   * @throws Mistaken when it returns nothing
   */
  List<Datum> run(Declaration.Block block, Given given, Frame frame) {
    budget.enter(given.function(), block.name().text());
    for (Parameter parameter : block.parameters()) {
      bind(parameter, given, frame);
    }
    Optional<List<Datum>> result = run(block.body(), frame);
    budget.leave();
    if (result.isEmpty()) {
      problems.error(
          Mistake.NO_RETURN,
          block.name().span(),
          "the block `%s` ends without `return`".formatted(block.name().text()),
          "return the block's value: `return x`");
      throw new Mistaken();
    }
    return result.get();
  }

  private void bind(Parameter parameter, Given given, Frame frame) {
    String name = parameter.name().text();
    if (!given.has(name)) {
      Expression value = parameter.defaultValue().orElseThrow();
      Naming naming = new Naming(frame, Optional.empty(), value, "");
      given.put(name, evaluator.evaluate(value, naming), value.span());
    }
    Datum datum = given.datum(name);
    if (!datum.isBroken()) {
      datum = given.ofDeclaredKind(name);
    }
    frame.set(name, datum);
  }

  /** Runs statements until one returns. */
  Optional<List<Datum>> run(List<Statement> statements, Frame frame) {
    for (Statement statement : statements) {
      Optional<List<Datum>> result = run(statement, frame);
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  Optional<List<Datum>> run(Statement statement, Frame frame) {
    budget.deeper(statement.span());
    try {
      return switch (statement) {
        case Statement.Bind bind -> bind(bind, frame);
        case Statement.Return result -> Optional.of(results(result, frame));
        case Statement.For loop -> loop(loop, frame);
        case Statement.If condition -> choose(condition, frame);
        case Statement.Input _, Statement.Output _ -> Optional.empty();
      };
    } catch (Mistaken e) {
      poison(List.of(statement), frame);
      return Optional.empty();
    } finally {
      budget.shallower();
    }
  }

  private Optional<List<Datum>> bind(Statement.Bind bind, Frame frame) {
    Naming naming =
        new Naming(
            frame,
            Optional.of(bind.targets().getFirst().text()),
            bind.value(),
            bind.documentation());
    naming.lowered(annotations.lowering(bind.annotations(), naming));
    List<Datum> values = evaluator.evaluateAll(bind.value(), naming);
    if (values.size() == 1 && values.getFirst() instanceof Datum.Broken) {
      throw new Mistaken();
    }
    if (values.size() != bind.targets().size()) {
      problems.error(
          Mistake.RESULT_COUNT,
          bind.value().span(),
          "%d name%s on the left, %d value%s on the right"
              .formatted(
                  bind.targets().size(),
                  bind.targets().size() == 1 ? "" : "s",
                  values.size(),
                  values.size() == 1 ? "" : "s"));
      throw new Mistaken();
    }
    for (int i = 0; i < values.size(); i++) {
      frame.set(bind.targets().get(i).text(), values.get(i));
    }
    annotations.place(bind.annotations(), values, naming);
    return Optional.empty();
  }

  private List<Datum> results(Statement.Return result, Frame frame) {
    List<Datum> values = new ArrayList<>();
    for (Expression value : result.values()) {
      Naming naming = new Naming(frame, Optional.empty(), value, "");
      if (result.values().size() == 1) {
        return evaluator.evaluateAll(value, naming);
      }
      values.add(evaluator.evaluate(value, naming));
    }
    return values;
  }

  private Optional<List<Datum>> loop(Statement.For loop, Frame frame) {
    Naming naming = new Naming(frame, Optional.empty(), loop.range(), "");
    Datum range = evaluator.evaluate(loop.range(), naming);
    if (!(range instanceof Datum.Items(List<Datum> elements))) {
      if (!range.isBroken()) {
        problems.error(
            Mistake.WRONG_KIND,
            loop.range().span(),
            "a loop runs over a list or a range, not over " + Wording.of(range),
            "a range is written 1..3");
      }
      throw new Mistaken();
    }
    budget.iterations(loop.range().span(), elements.size());
    boolean isRange =
        loop.position().isEmpty()
            && loop.range() instanceof Expression.Chain chain
            && chain.links().getFirst().operator() == Operator.TO;
    Identifier counter = loop.position().orElse(loop.variable());
    for (int i = 0; i < elements.size(); i++) {
      budget.step(loop.span());
      Datum element = elements.get(i);
      int position = i;
      loop.position().ifPresent(p -> frame.set(p.text(), Datum.of(position)));
      frame.set(loop.variable().text(), element);
      String number =
          isRange && element instanceof Datum.Int(long value)
              ? Long.toString(value)
              : Integer.toString(i);
      String before = frame.enterLoop(counter.text() + number);
      Optional<List<Datum>> result = run(loop.body(), frame);
      frame.leaveLoop(before);
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  private Optional<List<Datum>> choose(Statement.If statement, Frame frame) {
    for (Statement.If.Branch branch : statement.branches()) {
      Naming naming = new Naming(frame, Optional.empty(), branch.condition(), "");
      Datum condition = evaluator.evaluate(branch.condition(), naming);
      if (evaluator.truth(condition, branch.condition().span())) {
        return run(branch.body(), frame);
      }
    }
    return run(statement.otherwise(), frame);
  }

  /** Lets everything that {@code statements} would have bound count as reported. */
  private static void poison(List<Statement> statements, Frame frame) {
    Walk.statements(
        statements,
        s -> {
          if (s instanceof Statement.Bind bind) {
            bind.targets().forEach(t -> frame.set(t.text(), Datum.BROKEN));
          }
        });
  }
}
