package dev.whittle.codegen.interpret;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Statement;
import dev.whittle.codegen.kernel.Statement.Assign;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.codegen.kernel.Statement.Let;
import dev.whittle.codegen.kernel.Statement.MaskedStore;
import dev.whittle.codegen.kernel.Statement.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs kernel IR as it is written, lane by lane: what the bytecode must do, to the bit. Slow; for
 * tests. A buffer access outside its array throws, as in bytecode.
 */
public final class Interpreter {
  private final Map<String, KernelMethod> methods = new HashMap<>();
  private final int lanes;

  public Interpreter(KernelClass source) {
    this.lanes = source.lanes();
    source.methods().forEach(m -> methods.put(m.name(), m));
  }

  /** Calls a method with {@code Integer}, {@code Float} and {@code float[]} arguments. */
  public void call(String name, Object... arguments) {
    KernelMethod method = methods.get(name);
    if (method == null || method.parameters().size() != arguments.length) {
      throw new IllegalArgumentException("no kernel method " + name + "/" + arguments.length);
    }
    Map<Local, Object> locals = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      locals.put(method.parameters().get(i), arguments[i]);
    }
    run(method.body(), new Evaluator(locals, lanes));
  }

  private void run(List<Statement> statements, Evaluator values) {
    for (Statement statement : statements) {
      run(statement, values);
    }
  }

  private void run(Statement statement, Evaluator values) {
    switch (statement) {
      case Let(Local local, Expression value) -> values.set(local, values.of(value));
      case Assign(Local local, Expression value) -> values.set(local, values.of(value));
      case Store(Local buffer, Expression index, Expression value) -> {
        float[] array = values.buffer(buffer);
        int at = values.integer(index);
        switch (values.of(value)) {
          case Float scalar -> array[at] = scalar;
          case float[] vector -> System.arraycopy(vector, 0, array, at, lanes);
          case Object other -> throw new IllegalStateException("cannot store " + other);
        }
      }
      case MaskedStore(Local buffer, Expression index, Expression value, Expression mask) -> {
        float[] array = values.buffer(buffer);
        int at = values.integer(index);
        float[] vector = (float[]) values.of(value);
        boolean[] set = (boolean[]) values.of(mask);
        for (int lane = 0; lane < lanes; lane++) {
          if (set[lane]) {
            array[at + lane] = vector[lane];
          }
        }
      }
      case For(Local counter, Expression from, Expression to, int step, List<Statement> body) -> {
        int limit = values.integer(to);
        for (int i = values.integer(from); i < limit; i += step) {
          values.set(counter, i);
          run(body, values);
        }
      }
      case If(Expression condition, List<Statement> then, List<Statement> otherwise) ->
          run((Boolean) values.of(condition) ? then : otherwise, values);
      case Invoke(String method, List<Expression> arguments) ->
          call(method, arguments.stream().map(values::of).toArray());
    }
  }
}
