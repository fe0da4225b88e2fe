package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;
import java.util.Optional;

/** A step of a block or network. */
public sealed interface Statement {
  Span span();

  /** {@code input image: f32[N, 3, 227, 227]}. */
  record Input(
      Span span,
      List<Annotation> annotations,
      Identifier name,
      Expression type,
      String documentation)
      implements Statement {
    public Input {
      annotations = List.copyOf(annotations);
    }
  }

  /** {@code output probabilities = softmax(x)}; without a value, the variable of that name. */
  record Output(
      Span span,
      List<Annotation> annotations,
      Identifier name,
      Optional<Expression> value,
      String documentation)
      implements Statement {
    public Output {
      annotations = List.copyOf(annotations);
    }
  }

  /** {@code a, b = split(x, sizes: [8, 8])}. */
  record Bind(
      Span span,
      List<Annotation> annotations,
      List<Identifier> targets,
      Expression value,
      String documentation)
      implements Statement {
    public Bind {
      annotations = List.copyOf(annotations);
      targets = List.copyOf(targets);
    }
  }

  /** {@code return x, y}. */
  record Return(Span span, List<Expression> values) implements Statement {
    public Return {
      values = List.copyOf(values);
    }
  }

  /**
   * {@code for width in [64, 128] { … }} or {@code for i, width in [64, 128] { … }}.
   *
   * @param position the variable that counts from 0, when two are written
   */
  record For(
      Span span,
      Optional<Identifier> position,
      Identifier variable,
      Expression range,
      List<Statement> body)
      implements Statement {
    public For {
      body = List.copyOf(body);
    }
  }

  /** {@code if … { … } else if … { … } else { … }}: the first branch that holds. */
  record If(Span span, List<Branch> branches, List<Statement> otherwise) implements Statement {
    /** A condition and what to do when it holds. */
    public record Branch(Expression condition, List<Statement> body) {
      public Branch {
        body = List.copyOf(body);
      }
    }

    public If {
      branches = List.copyOf(branches);
      otherwise = List.copyOf(otherwise);
    }
  }
}
