package dev.whittle.codegen.print;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.Scalarize;
import dev.whittle.codegen.kernel.Statement;
import dev.whittle.codegen.kernel.Statement.Assign;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.codegen.kernel.Statement.Let;
import dev.whittle.codegen.kernel.Statement.MaskedStore;
import dev.whittle.codegen.kernel.Statement.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Kernel IR as the Java one would have written by hand, for reading. */
public final class JavaPrinter {
  private final StringBuilder text = new StringBuilder();
  private final Map<Local, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final ExpressionPrinter expressions = new ExpressionPrinter(this::name);
  private int depth;

  private JavaPrinter() {}

  /** The whole class. */
  public static String print(KernelClass source) {
    StringBuilder text = new StringBuilder();
    String simple = source.name().substring(source.name().lastIndexOf('.') + 1);
    text.append("/** Kernels of ").append(source.sourceFile()).append(". */\n");
    text.append("final class ").append(simple).append(" {\n");
    if (source.lanes() > 1) {
      text.append("  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_")
          .append(source.lanes() * Float.SIZE)
          .append(";\n");
    }
    for (KernelMethod method : source.methods()) {
      text.append('\n').append(print(method, source.lanes()).indent(2));
    }
    return text.append("}\n").toString();
  }

  /** One method as it is for a target of {@code lanes}. */
  public static String print(KernelMethod method, int lanes) {
    JavaPrinter printer = new JavaPrinter();
    printer.method(lanes == 1 ? Scalarize.rewrite(method) : method);
    return printer.text.toString();
  }

  private void method(KernelMethod method) {
    String parameters =
        method.parameters().stream()
            .map(p -> p.kind().java() + " " + declare(p))
            .collect(Collectors.joining(", "));
    line("static void " + method.name() + "(" + parameters + ") {");
    block(method.body());
    line("}");
  }

  private void block(List<Statement> statements) {
    depth++;
    statements.forEach(this::statement);
    depth--;
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Let(Local local, Expression value) -> {
        String initial = expressions.print(value);
        line(local.kind().java() + " " + declare(local) + " = " + initial + ";");
      }
      case Assign(Local local, Expression value) ->
          line(name(local) + " = " + expressions.print(value) + ";");
      case Store(Local buffer, Expression index, Expression value) -> {
        String at = expressions.print(index);
        if (value.kind() == Kind.FLOAT) {
          line("%s[%s] = %s;".formatted(name(buffer), at, expressions.print(value)));
        } else {
          line("%s.intoArray(%s, %s);".formatted(expressions.receiver(value), name(buffer), at));
        }
      }
      case MaskedStore(Local buffer, Expression index, Expression value, Expression mask) ->
          line(
              "%s.intoArray(%s, %s, %s);"
                  .formatted(
                      expressions.receiver(value),
                      name(buffer),
                      expressions.print(index),
                      expressions.print(mask)));
      case For loop -> loop(loop);
      case If(Expression condition, List<Statement> then, List<Statement> otherwise) -> {
        line("if (" + expressions.print(condition) + ") {");
        block(then);
        if (!otherwise.isEmpty()) {
          line("} else {");
          block(otherwise);
        }
        line("}");
      }
      case Invoke(String method, List<Expression> arguments) ->
          line(
              method
                  + arguments.stream()
                      .map(expressions::print)
                      .collect(Collectors.joining(", ", "(", ");")));
    }
  }

  private void loop(For loop) {
    String from = expressions.print(loop.from());
    String to = expressions.print(loop.to());
    String counter = declare(loop.counter());
    String next = loop.step() == 1 ? counter + "++" : counter + " += " + loop.step();
    line("for (int %s = %s; %s < %s; %s) {".formatted(counter, from, counter, to, next));
    block(loop.body());
    line("}");
  }

  private void line(String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }

  private String declare(Local local) {
    String unique = local.name();
    for (int i = 2; !taken.add(unique); i++) {
      unique = local.name() + "_" + i;
    }
    names.put(local, unique);
    return unique;
  }

  private String name(Local local) {
    return names.getOrDefault(local, local.name());
  }
}
