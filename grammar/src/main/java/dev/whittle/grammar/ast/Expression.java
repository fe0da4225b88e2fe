package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;

/** What has a value. Chains of one precedence are flat, so that long ones are not deep. */
public sealed interface Expression {
  Span span();

  /** A whole number. */
  record Int(Span span, long value) implements Expression {}

  /** A decimal number. */
  record Float(Span span, double value) implements Expression {}

  /** {@code true} or {@code false}. */
  record Bool(Span span, boolean value) implements Expression {}

  /** A string: literal text and interpolated expressions in turn. */
  record Text(Span span, List<Piece> pieces) implements Expression {
    /** A part of a string. */
    public sealed interface Piece {
      /** Characters, escapes resolved. */
      record Literal(String text) implements Piece {}

      /** {@code {i + 1}}. */
      record Inserted(Expression value) implements Piece {}
    }

    public Text {
      pieces = List.copyOf(pieces);
    }
  }

  /** {@code [1, 2, 3]}. */
  record ListOf(Span span, List<Expression> elements) implements Expression {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /** A variable. */
  record Name(Span span, Identifier identifier) implements Expression {}

  /** {@code conv(x, 64, kernel: 3)}. */
  record Call(Span span, Identifier function, List<Argument> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code x |> conv(64) |> relu}: each stage takes the value so far as its first argument. */
  record Pipe(Span span, Expression first, List<Call> stages) implements Expression {
    public Pipe {
      stages = List.copyOf(stages);
    }
  }

  /** Operators of one precedence, from left to right. */
  record Chain(Span span, Expression first, List<Link> links) implements Expression {
    /** One operator and its right operand. */
    public record Link(Operator operator, Span operatorSpan, Expression right) {}

    public Chain {
      links = List.copyOf(links);
    }
  }

  /** {@code -x} or {@code not x}. */
  record Unary(Span span, Operator operator, Expression operand) implements Expression {}

  /** {@code sizes[0]}, or a type such as {@code f32[N, 3]}. */
  record Index(Span span, Expression target, List<Expression> indices) implements Expression {
    public Index {
      indices = List.copyOf(indices);
    }
  }

  /** {@code if c then a else b}. */
  record Conditional(Span span, Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  /** Stands where the text could not be read; its mistake is reported already. */
  record Broken(Span span) implements Expression {}
}
