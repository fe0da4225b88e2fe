package dev.whittle.codegen.kernel;

import dev.whittle.codegen.kernel.Expression.Local;
import java.util.List;

/** A step of a kernel method. */
public sealed interface Statement {
  /** Declares {@code local} with its first value. */
  record Let(Local local, Expression value) implements Statement {}

  /** Gives a declared local a new value. */
  record Assign(Local local, Expression value) implements Statement {}

  /** {@code buffer[index] = value}, one float or all lanes. */
  record Store(Local buffer, Expression index, Expression value) implements Statement {}

  /** Stores the lanes where {@code mask} is set. */
  record MaskedStore(Local buffer, Expression index, Expression value, Expression mask)
      implements Statement {}

  /** {@code for (counter = from; counter < to; counter += step)}; {@code step} is positive. */
  record For(Local counter, Expression from, Expression to, int step, List<Statement> body)
      implements Statement {
    public For {
      if (step <= 0) {
        throw new IllegalArgumentException("step " + step);
      }
      body = List.copyOf(body);
    }
  }

  /** Runs {@code then} when the scalar condition holds, else {@code otherwise}. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** Calls a method of the same class with ints, floats and buffers. */
  record Invoke(String method, List<Expression> arguments) implements Statement {
    public Invoke {
      arguments = List.copyOf(arguments);
    }
  }
}
