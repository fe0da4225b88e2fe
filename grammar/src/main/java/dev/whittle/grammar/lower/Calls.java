package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Walk;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.FileScope.BlockIn;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Origin;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Evaluates calls: of blocks, layers, operators and compile-time functions. */
final class Calls {
  private final Evaluator evaluator;
  private final Problems problems;
  private final Optional<Emitter> emitter;
  private final Weights constants;
  private final Types types;
  private final Functions functions;
  private final Optional<Layers> layers;

  Calls(
      Evaluator evaluator,
      Problems problems,
      Arithmetic arithmetic,
      Optional<Emitter> emitter,
      Weights constants) {
    this.evaluator = evaluator;
    this.problems = problems;
    this.emitter = emitter;
    this.constants = constants;
    this.types = new Types(problems);
    this.functions = new Functions(emitter, arithmetic, problems);
    this.layers = emitter.map(e -> new Layers(e, problems));
  }

  /**
   * The results of a call.
   *
   * @param piped the value passed by {@code |>}
   * @throws Mistaken when it has none
   */
  List<Datum> call(Expression.Call call, Optional<Given.Entry> piped, Naming naming) {
    Identifier function = call.function();
    FileScope file = naming.frame().file();
    Optional<Signature> signature = Catalogue.find(file, function.text());
    if (file.block(function.text()).filter(BlockIn::isBroken).isPresent()) {
      throw new Mistaken();
    }
    if (signature.isEmpty()) {
      Catalogue.reportUnknown(file, function, problems);
      call.arguments().forEach(a -> evaluator.evaluate(a.value(), naming));
      throw new Mistaken();
    }
    boolean makesNodes =
        Functions.find(function.text()).isEmpty() || file.block(function.text()).isPresent();
    if (makesNodes && emitter.isEmpty()) {
      problems.error(
          Mistake.MISPLACED_STATEMENT,
          call.span(),
          "`%s` makes tensors, which exist only inside networks and blocks"
              .formatted(function.text()));
      throw new Mistaken();
    }
    Optional<Lowering.Choice> choice = naming.loweringOf(call).flatMap(Lowering::choice);
    Signature shape =
        choice.isPresent() && Operators.find(function.text()).isPresent()
            ? Operators.loweredSignature(Operators.find(function.text()).get())
            : signature.get();
    Given given = arguments(call, shape, piped, naming);
    if (given.isBroken()) {
      throw new Mistaken();
    }
    if (file.block(function.text()).isPresent()) {
      return instantiate(file.block(function.text()).get(), call, given, naming);
    }
    if (Layers.find(function.text()).isPresent()) {
      return List.of(layer(call, given, naming));
    }
    return switch (function.text()) {
      case "relu6" -> operator(OpSchema.find("clip").orElseThrow(), relu6(given), call, naming);
      case "parameter" -> List.of(parameter(call, given, naming));
      case "constant" -> List.of(constant(call, given, naming));
      default -> {
        Optional<OpSchema> schema = Operators.find(function.text());
        yield schema.isPresent()
            ? operator(schema.get(), given, call, naming)
            : List.of(functions.call(given));
      }
    };
  }

  private Given arguments(
      Expression.Call call, Signature signature, Optional<Given.Entry> piped, Naming naming) {
    Expression pipedMark = piped.map(p -> new Expression.Broken(p.span())).orElse(null);
    Matching matching =
        Matching.of(signature, call.function(), pipedMark, call.arguments(), problems);
    Given given = new Given(signature, call.function().span(), problems);
    for (Signature.Param param : signature.params()) {
      List<Expression> expressions = matching.of(param.name());
      if (expressions.isEmpty()) {
        continue;
      }
      if (param.kind().base() == Kind.Base.TYPE) {
        given.put(
            param.name(), type(expressions.getFirst(), naming), expressions.getFirst().span());
        continue;
      }
      List<Datum> values = new ArrayList<>();
      for (Expression expression : expressions) {
        values.add(
            expression == pipedMark
                ? piped.orElseThrow().datum()
                : evaluator.evaluate(expression, naming));
      }
      if (param.kind().base() == Kind.Base.TENSORS) {
        given.putOperands(values, operandSpans(expressions));
      } else {
        given.put(param.name(), values.getFirst(), expressions.getFirst().span());
      }
    }
    if (!matching.isComplete()) {
      throw new Mistaken();
    }
    return given;
  }

  private static List<Span> operandSpans(List<Expression> expressions) {
    boolean isList =
        expressions.size() == 1
            && expressions.getFirst() instanceof Expression.ListOf list
            && !list.elements().isEmpty();
    List<Expression> operands = isList ? Walk.children(expressions.getFirst()) : expressions;
    return operands.stream().map(Expression::span).toList();
  }

  private Datum type(Expression expression, Naming naming) {
    return new Datum.Type(
        types.read(expression, e -> evaluator.evaluate(e, naming), naming.frame()));
  }

  private List<Datum> instantiate(BlockIn block, Expression.Call call, Given given, Naming naming) {
    Frame caller = naming.frame();
    String name = call.function().text();
    Optional<String> explicit = explicitPath(given, caller);
    String path =
        explicit.orElseGet(() ->
            caller.file().hasWeights(call.function())
                ? naming.site(name)
                : naming.node(call, name));
    Frame frame =
        new Frame(
            block.home(),
            path,
            caller.isShared() || explicit.isPresent(),
            Optional.of(call.function().span()));
    return evaluator.interpreter().run(block.block(), given, frame);
  }

  private Datum layer(Expression.Call call, Given given, Naming naming) {
    Frame frame = naming.frame();
    String automatic = naming.site(call.function().text());
    Optional<String> explicit = explicitPath(given, frame);
    Site site =
        new Site(
            emitter.orElseThrow(),
            frame,
            explicit.orElse(automatic),
            frame.isShared() || explicit.isPresent(),
            origin(call, naming));
    return new Datum.Tensor(layers.orElseThrow().add(given, site));
  }

  /** The path that {@code weights:} gives: absolute, or relative when it begins with a dot. */
  private static Optional<String> explicitPath(Given given, Frame frame) {
    return given
        .optionalText("weights")
        .map(text -> {
          if (text.isEmpty()) {
            return given.bad("weights", "`weights` is empty", "\".\" is the enclosing path");
          }
          return text.equals(".")
              ? frame.path()
              : text.startsWith("./") ? Frame.join(frame.path(), text.substring(2)) : text;
        });
  }

  private Given relu6(Given relu6) {
    Given clip =
        new Given(
            Operators.signature(OpSchema.find("clip").orElseThrow()), relu6.function(), problems);
    clip.put("x", relu6.datum("x"), relu6.span("x"));
    clip.put("min", Datum.of(0), relu6.function());
    clip.put("max", Datum.of(6), relu6.function());
    return clip;
  }

  private List<Datum> operator(OpSchema schema, Given given, Expression.Call call, Naming naming) {
    List<Value> operands = new ArrayList<>();
    for (Signature.Param param : given.signature().params()) {
      switch (param.kind().base()) {
        case TENSOR -> {
          if (given.has(param.name())) {
            operands.add(given.tensor(param.name()));
          }
        }
        case TENSORS -> operands.addAll(given.tensors(param.name()));
        default -> {}
      }
    }
    Optional<TensorType> first =
        operands.stream().findFirst().map(v -> emitter.orElseThrow().type(v));
    Op op = Operators.create(schema, given, new Windows(first, problems));
    Value value = add(schema.name(), op, operands, given, call, naming);
    return IntStream.range(0, emitter.orElseThrow().results(value))
        .mapToObj(i -> (Datum) new Datum.Tensor(new Value(value.node(), i)))
        .toList();
  }

  private Datum parameter(Expression.Call call, Given given, Naming naming) {
    if (!(given.datum("type") instanceof Datum.Type(TensorType type))) {
      throw new Mistaken();
    }
    String tensor = given.text("name");
    Optional<Lowering> lowering = naming.loweringOf(call);
    Op op = wrap(new Parameter(tensor, type), 0, lowering);
    String node = lowering.flatMap(Lowering::name).orElseGet(() -> naming.node(call, "parameter"));
    return new Datum.Tensor(
        emitter
            .orElseThrow()
            .parameter(node, op, tensor, type, given, naming.frame(), origin(call, naming)));
  }

  private Datum constant(Expression.Call call, Given given, Naming naming) {
    if (!(given.datum("type") instanceof Datum.Type(TensorType type))) {
      throw new Mistaken();
    }
    if (!type.shape().isConcrete()) {
      given.bad("type", "a constant's type has no symbols, is " + type, "");
    }
    Tensor tensor =
        given.has("name") || given.has("digest")
            ? ConstantValues.stored(given, type, constants, problems)
            : ConstantValues.listed(given, type, problems);
    return new Datum.Tensor(add("constant", new Constant(tensor), List.of(), given, call, naming));
  }

  private Value add(
      String operator, Op op, List<Value> operands, Given given, Expression call, Naming naming) {
    Optional<Lowering> lowering = naming.loweringOf(call);
    String name = lowering.flatMap(Lowering::name).orElseGet(() -> naming.node(call, operator));
    return emitter
        .orElseThrow()
        .add(
            name,
            wrap(op, operands.size(), lowering),
            operands,
            given,
            naming.frame(),
            origin(call, naming));
  }

  private Op wrap(Op op, int operands, Optional<Lowering> lowering) {
    Optional<Lowering.Choice> choice = lowering.flatMap(Lowering::choice);
    if (choice.isPresent() && choice.get().operands().size() != operands) {
      problems.error(
          Mistake.BAD_LOWERING,
          lowering.orElseThrow().span(),
          "`@lowered` lists %d layouts for %d operands"
              .formatted(choice.get().operands().size(), operands));
      throw new Mistaken();
    }
    if (choice.flatMap(Lowering.Choice::expanded).isPresent() && !(op instanceof Conv)) {
      problems.error(
          Mistake.BAD_LOWERING,
          lowering.orElseThrow().span(),
          "`%s` is no convolution of an expanded map".formatted(op.operator()));
      throw new Mistaken();
    }
    return choice.map(c -> c.wrap(op)).orElse(op);
  }

  private static Origin origin(Expression call, Naming naming) {
    return new Origin(call.span(), List.of(), naming.documentationOf(call));
  }
}
