package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Annotation;
import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Span;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads annotations: {@code @lowered}, {@code @at} and so on. */
final class Annotations {
  /** What an annotation may stand before. */
  enum Target {
    NETWORK("a network"),
    INPUT("an input"),
    OUTPUT("an output"),
    BINDING("a binding");

    private final String text;

    Target(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Arguments of {@code @lowered} that list functions. */
  static final Set<String> FUNCTIONS = Set.of("expanded", "epilogue");

  private static final Map<String, Signature> SIGNATURES =
      Map.of(
          "picture",
          Signature.of(
              "picture",
              Param.of("resize", Base.INT, Datum.of(0)),
              Param.optional("crop", Base.INTS),
              Param.optional("channels", Base.TEXT),
              Param.of("scale", Base.FLOAT, Datum.of(1)),
              Param.of("mean", Base.FLOATS, Datum.of(0)),
              Param.of("std", Base.FLOATS, Datum.of(1))),
          "labels",
          Signature.of(
              "labels",
              Param.required("from", Base.ANY),
              Param.of("drop_words", Base.INT, Datum.of(0))),
          "name",
          Signature.of("name", Param.required("name", Base.TEXT)),
          "lowered",
          Signature.of(
              "lowered",
              Param.required("algorithm", Base.TEXT),
              Param.required("operands", Base.LIST),
              Param.required("result", Base.LAYOUT),
              Param.optional("expanded", Base.LIST),
              Param.optional("epilogue", Base.LIST)),
          "at",
          Signature.of(
              "at",
              Param.required("space", Base.TEXT),
              Param.required("offset", Base.INT),
              Param.required("stride", Base.INT),
              Param.of("result", Base.INT, Datum.of(0))),
          "memory",
          Signature.of(
              "memory",
              Param.required("arena", Base.INT),
              Param.required("weights", Base.INT),
              Param.required("scratch", Base.INT)));

  private static final Map<String, List<Target>> TARGETS =
      Map.of(
          "picture", List.of(Target.INPUT),
          "labels", List.of(Target.OUTPUT),
          "name", List.of(Target.NETWORK, Target.INPUT, Target.OUTPUT, Target.BINDING),
          "lowered", List.of(Target.BINDING),
          "at", List.of(Target.INPUT, Target.BINDING),
          "memory", List.of(Target.NETWORK));

  private final Evaluator evaluator;
  private final Problems problems;
  private final Map<Value, Placement> placements = new HashMap<>();

  Annotations(Evaluator evaluator, Problems problems) {
    this.evaluator = evaluator;
    this.problems = problems;
  }

  static Optional<Signature> find(String name) {
    return Optional.ofNullable(SIGNATURES.get(name));
  }

  static List<String> names() {
    return SIGNATURES.keySet().stream().sorted().toList();
  }

  static boolean fits(String name, Target target) {
    return TARGETS.get(name).contains(target);
  }

  /** Where the annotation called {@code name} may stand, for hints. */
  static String place(String name) {
    return "it stands before "
        + TARGETS.get(name).stream().map(Target::text).collect(Collectors.joining(" or "));
  }

  /** The places that {@code @at} gave. */
  Map<Value, Placement> placements() {
    return placements;
  }

  /** The arguments of the annotation called {@code name}, if it is there. */
  Optional<Given> read(List<Annotation> annotations, String name, Naming naming) {
    return annotations.stream()
        .filter(a -> a.name().text().equals(name))
        .findFirst()
        .map(a -> read(a, naming));
  }

  private Given read(Annotation annotation, Naming naming) {
    Signature signature = SIGNATURES.get(annotation.name().text());
    Matching matching =
        Matching.of(signature, annotation.name(), null, annotation.arguments(), problems);
    Given given = new Given(signature, annotation.span(), problems);
    if (!matching.isComplete()) {
      throw new Mistaken();
    }
    for (Param param : signature.params()) {
      for (Expression expression : matching.of(param.name())) {
        Datum datum =
            FUNCTIONS.contains(param.name())
                ? new Datum.Items(List.of())
                : evaluator.evaluate(expression, naming);
        given.put(param.name(), datum, expression.span());
      }
    }
    if (given.isBroken()) {
      throw new Mistaken();
    }
    return given;
  }

  /** What {@code @name} and {@code @lowered} say of the node of a binding. */
  Optional<Lowering> lowering(List<Annotation> annotations, Naming naming) {
    Optional<String> name = read(annotations, "name", naming).map(g -> g.text("name"));
    Optional<Lowering.Choice> choice = Optional.empty();
    Span span = Span.NONE;
    for (Annotation annotation : annotations) {
      if (annotation.name().text().equals("lowered")) {
        span = annotation.span();
        choice = Optional.of(choice(annotation, read(annotation, naming)));
      }
    }
    return name.isEmpty() && choice.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lowering(span, name, choice));
  }

  private Lowering.Choice choice(Annotation annotation, Given given) {
    List<Layout> operands =
        given.texts("operands").stream().map(t -> given.layout("operands", t)).toList();
    return new Lowering.Choice(
        given.text("algorithm"),
        operands,
        given.layout("result"),
        steps(annotation, "expanded").map(this::functions),
        steps(annotation, "epilogue")
            .map(steps -> steps.stream().map(this::step).toList())
            .orElse(List.of()));
  }

  private Optional<List<Expression>> steps(Annotation annotation, String name) {
    for (Argument argument : annotation.arguments()) {
      if (argument.name().filter(n -> n.text().equals(name)).isPresent()) {
        return argument.value() instanceof Expression.ListOf(Span _, List<Expression> steps)
            ? Optional.of(steps)
            : bad(argument.span(), "`%s` is a list such as [relu]".formatted(name));
      }
    }
    return Optional.empty();
  }

  private List<Activation> functions(List<Expression> steps) {
    List<Activation> functions = new ArrayList<>();
    for (Expression expression : steps) {
      if (step(expression) instanceof Epilogue.Apply(Activation activation)) {
        functions.add(activation);
      } else {
        bad(expression.span(), "an expanded map has functions only");
      }
    }
    return functions;
  }

  private Epilogue step(Expression expression) {
    Expression.Call call =
        switch (expression) {
          case Expression.Call c -> c;
          case Expression.Name(Span span, Identifier name) ->
              new Expression.Call(span, name, List.of());
          default -> bad(expression.span(), "an epilogue is made of functions such as relu");
        };
    String name = call.function().text();
    if (name.equals("add")) {
      return new Epilogue.AddOperand();
    }
    Optional<OpSchema> schema =
        OpSchema.find(name).filter(s -> Activation.class.isAssignableFrom(s.type()));
    if (schema.isEmpty()) {
      return bad(call.span(), "`%s` is neither an activation nor add".formatted(name));
    }
    List<Param> attributes =
        Operators.signature(schema.get()).params().stream()
            .filter(p -> p.kind().base() != Base.TENSOR)
            .toList();
    Signature signature = new Signature(name, attributes, false);
    Matching matching = Matching.of(signature, call.function(), null, call.arguments(), problems);
    if (!matching.isComplete()) {
      throw new Mistaken();
    }
    Given given = new Given(signature, call.function().span(), problems);
    for (Param param : attributes) {
      for (Expression value : matching.of(param.name())) {
        given.put(param.name(), evaluator.constant(value), value.span());
      }
    }
    Windows none = new Windows(Optional.empty(), problems);
    return new Epilogue.Apply((Activation) Operators.create(schema.get(), given, none));
  }

  /** Records the places that {@code @at} gives to the results of a statement. */
  void place(List<Annotation> annotations, List<Datum> results, Naming naming) {
    for (Annotation annotation : annotations) {
      if (!annotation.name().text().equals("at")) {
        continue;
      }
      Given given = read(annotation, naming);
      int result = given.integer("result", 0);
      if (result >= results.size() || !(results.get(result) instanceof Datum.Tensor(Value value))) {
        bad(annotation.span(), "there is no result %d to place".formatted(result));
        return;
      }
      String space = given.choice("space", List.of("arena", "weights"));
      placements.put(
          value,
          new Placement(
              Placement.Space.valueOf(space.toUpperCase(Locale.ROOT)),
              given.integer("offset", 0),
              given.integer("stride", 0)));
    }
  }

  private <T> T bad(Span span, String message) {
    problems.error(Mistake.BAD_LOWERING, span, message);
    throw new Mistaken();
  }
}
