package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads tensor types such as {@code f32[N, 3, 227, 227]}. */
final class Types {
  private final Problems problems;

  Types(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a type.
   *
   * @param sizes evaluates a size
   * @param frame knows which names are variables; others are symbols if they begin with a capital
   *     letter or are quoted
   * @throws Mistaken when it is none
   */
  TensorType read(Expression expression, Function<Expression, Datum> sizes, Frame frame) {
    if (expression instanceof Expression.Broken) {
      throw new Mistaken();
    }
    if (!(expression instanceof Expression.Index(Span _, Expression target, List<Expression> dims)
        && target instanceof Expression.Name(Span nameSpan, Identifier name))) {
      problems.error(
          Mistake.BAD_TYPE,
          expression.span(),
          "expected a tensor type",
          "types look like f32[N, 3, 224, 224]");
      throw new Mistaken();
    }
    Optional<ElementType> element = ElementType.parse(name.text());
    if (element.isEmpty()) {
      List<String> names = Arrays.stream(ElementType.values()).map(ElementType::text).toList();
      String near = Suggestion.didYouMean(name.text(), names);
      problems.error(
          Mistake.BAD_TYPE,
          nameSpan,
          "`%s` is not an element type".formatted(name.text()),
          near.isEmpty() ? "there are " + String.join(", ", names) : near);
      throw new Mistaken();
    }
    List<Dim> shape = new ArrayList<>();
    for (Expression dim : dims) {
      shape.add(dim(dim, sizes, frame));
    }
    return new TensorType(element.get(), new Shape(shape));
  }

  /** True when {@code expression} is a name that stands for a size not known yet. */
  static boolean isSymbol(Expression expression, Function<String, Boolean> isVariable) {
    return expression instanceof Expression.Name(Span _, Identifier name)
        && !isVariable.apply(name.text())
        && (name.quoted() || Character.isUpperCase(name.text().codePointAt(0)));
  }

  private Dim dim(Expression expression, Function<Expression, Datum> sizes, Frame frame) {
    if (isSymbol(
        expression, n -> frame.get(n).filter(d -> !(d instanceof Datum.Tensor)).isPresent())) {
      return Dim.of(((Expression.Name) expression).identifier().text());
    }
    Datum datum = sizes.apply(expression);
    if (datum.isBroken()) {
      throw new Mistaken();
    }
    if (!(datum instanceof Datum.Int(long size))) {
      problems.error(
          Mistake.BAD_DIMENSION,
          expression.span(),
          "a size must be an int, is " + Wording.of(datum),
          "");
      throw new Mistaken();
    }
    if (size < 1) {
      problems.error(
          Mistake.BAD_DIMENSION, expression.span(), "a size must be at least 1, is " + size, "");
      throw new Mistaken();
    }
    if (size > Integer.MAX_VALUE) {
      problems.error(
          Mistake.ABSURD_SHAPE,
          expression.span(),
          "the size %d does not fit into 32 bits".formatted(size));
      throw new Mistaken();
    }
    return Dim.of((int) size);
  }
}
