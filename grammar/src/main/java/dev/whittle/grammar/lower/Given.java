package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.Value;
import dev.whittle.ir.text.Spelling;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a call's parameters, read as what the function expects.
 *
 * <p>The readers report what is of the wrong kind and throw {@link Mistaken}.
 */
final class Given {
  /** A value and where it was written; defaults are written at the function's name. */
  record Entry(Datum datum, Span span) {}

  private final Signature signature;
  private final Span function;
  private final Problems problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private List<Span> operandSpans = List.of();

  Given(Signature signature, Span function, Problems problems) {
    this.signature = signature;
    this.function = function;
    this.problems = problems;
    for (Signature.Param param : signature.params()) {
      param.defaultValue().ifPresent(d -> entries.put(param.name(), new Entry(d, function)));
    }
  }

  void put(String name, Datum datum, Span span) {
    entries.put(name, new Entry(datum, span));
  }

  /** Gives the tensors of a variadic first parameter. */
  void putOperands(List<Datum> operands, List<Span> spans) {
    put(signature.params().getFirst().name(), new Datum.Items(operands), spans.getFirst());
    operandSpans = List.copyOf(spans);
  }

  /** Where operand {@code index} of a variadic call is written. */
  Span operandSpan(int index) {
    return index < operandSpans.size() ? operandSpans.get(index) : function;
  }

  boolean isBroken() {
    return entries.values().stream().anyMatch(e -> e.datum().isBroken());
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Where the function is called. */
  Span function() {
    return function;
  }

  Signature signature() {
    return signature;
  }

  String functionName() {
    return signature.name();
  }

  /** Where an argument is written, or the function when it is left out. */
  Span span(String name) {
    Entry entry = entries.get(name);
    return entry == null ? function : entry.span();
  }

  /** The argument whose parameter's name begins {@code message}, as shape errors do. */
  Span spanNamedBy(String message) {
    String word = message.split("[^\\p{L}\\p{N}_]", 2)[0];
    return signature.find(Spelling.snake(word)).map(p -> span(p.name())).orElse(function);
  }

  Datum datum(String name) {
    return entries.get(name).datum();
  }

  /** The argument of a block, as the kind that its parameter declares. */
  Datum ofDeclaredKind(String name) {
    Datum datum = datum(name);
    Kind.Base base = signature.find(name).orElseThrow().kind().base();
    boolean fits =
        switch (base) {
          case TENSOR -> datum instanceof Datum.Tensor;
          case INT -> datum instanceof Datum.Int;
          case FLOAT -> datum instanceof Datum.Int || datum instanceof Datum.Decimal;
          case BOOL -> datum instanceof Datum.Bool;
          case TEXT -> datum instanceof Datum.Text;
          default -> datum instanceof Datum.Items;
        };
    if (!fits) {
      fail(name, datum);
    }
    return base == Kind.Base.FLOAT ? Datum.of(number(name)) : datum;
  }

  Value tensor(String name) {
    return datum(name) instanceof Datum.Tensor(Value value) ? value : fail(name, datum(name));
  }

  List<Value> tensors(String name) {
    List<Value> values = new ArrayList<>();
    collect(name, datum(name), values);
    return values;
  }

  private void collect(String name, Datum datum, List<Value> values) {
    switch (datum) {
      case Datum.Tensor(Value value) -> values.add(value);
      case Datum.Items(List<Datum> elements) -> elements.forEach(e -> collect(name, e, values));
      default -> fail(name, datum);
    }
  }

  long integer(String name) {
    return datum(name) instanceof Datum.Int(long value) ? value : fail(name, datum(name));
  }

  /** An int that fits into 32 bits and is at least {@code least}. */
  int integer(String name, int least) {
    long value = integer(name);
    if (value < least || value > Integer.MAX_VALUE) {
      bad(name, "`%s` must be %s, is %d".formatted(name, atLeast(least), value), "");
    }
    return (int) value;
  }

  private static String atLeast(int least) {
    return least == Integer.MIN_VALUE
        ? "within 32 bits"
        : "at least " + least + " and within 32 bits";
  }

  /** An int or float at full precision. */
  double number(String name) {
    return switch (datum(name)) {
      case Datum.Int(long value) -> value;
      case Datum.Decimal(double value) -> value;
      default -> this.<Double>fail(name, datum(name));
    };
  }

  float decimal(String name) {
    return toFloat(name, datum(name));
  }

  boolean bool(String name) {
    return datum(name) instanceof Datum.Bool(boolean value) ? value : fail(name, datum(name));
  }

  String text(String name) {
    return datum(name) instanceof Datum.Text(String value) ? value : fail(name, datum(name));
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** A list of ints; a single int becomes {@code copies} of itself. */
  List<Integer> integers(String name, int copies) {
    return switch (datum(name)) {
      case Datum.Int number -> repeat(toInt(name, number), copies);
      case Datum.Items(List<Datum> elements) -> elements.stream().map(e -> toInt(name, e)).toList();
      default -> fail(name, datum(name));
    };
  }

  List<Float> decimals(String name, int copies) {
    return switch (datum(name)) {
      case Datum.Items(List<Datum> elements) ->
          elements.stream().map(e -> toFloat(name, e)).toList();
      default -> repeat(toFloat(name, datum(name)), copies);
    };
  }

  List<String> texts(String name) {
    return datum(name) instanceof Datum.Items(List<Datum> elements)
        ? elements.stream()
            .map(e -> e instanceof Datum.Text(String text) ? text : this.<String>fail(name, e))
            .toList()
        : List.of(text(name));
  }

  Layout layout(String name) {
    return layout(name, text(name));
  }

  Layout layout(String name, String text) {
    try {
      return Layout.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.error(
          Mistake.BAD_LAYOUT,
          span(name),
          "`%s` is not a layout".formatted(text),
          "layouts list axes from the outermost on, such as NCHW or NCHW16c");
      throw new Mistaken();
    }
  }

  /** The choice that the string of parameter {@code name} names. */
  String choice(String name, List<String> choices) {
    String text = text(name).toLowerCase(Locale.ROOT);
    if (!choices.contains(text)) {
      String near = Suggestion.didYouMean(text, choices);
      bad(
          name,
          "`%s` must be one of \"%s\", is \"%s\""
              .formatted(name, String.join("\", \"", choices), text(name)),
          near);
    }
    return text;
  }

  /** Reports that an argument's value is not allowed. */
  <T> T bad(String name, String message, String hint) {
    problems.error(Mistake.BAD_VALUE, span(name), message, hint);
    throw new Mistaken();
  }

  private int toInt(String name, Datum datum) {
    if (!(datum instanceof Datum.Int(long value))) {
      return this.<Integer>fail(name, datum);
    }
    if ((int) value != value) {
      return bad(name, "`%s` must be within 32 bits, is %d".formatted(name, value), "");
    }
    return (int) value;
  }

  private float toFloat(String name, Datum datum) {
    return switch (datum) {
      case Datum.Int(long value) -> value;
      case Datum.Decimal(double value) -> (float) value;
      default -> this.<Float>fail(name, datum);
    };
  }

  private <T> T fail(String name, Datum found) {
    String expected =
        signature.find(name).map(p -> p.kind().text()).orElse("another kind of value");
    String hint =
        found instanceof Datum.Decimal(double value)
                && value == Math.rint(value)
                && expected.contains("int")
            ? "write it without a decimal point"
            : "";
    problems.error(
        Mistake.WRONG_KIND,
        span(name),
        "`%s` of `%s` must be %s, is %s"
            .formatted(name, signature.name(), expected, Wording.of(found)),
        hint);
    throw new Mistaken();
  }

  private <T> List<T> repeat(T value, int copies) {
    return Collections.nCopies(Math.max(1, copies), value);
  }
}
