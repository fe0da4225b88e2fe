package dev.whittle.grammar.ast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Visits syntax trees without recursion over expressions. */
public final class Walk {
  private Walk() {}

  /** Visits {@code root} and every expression inside it, parents first. */
  public static void through(Expression root, Consumer<Expression> visitor) {
    Deque<Expression> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expression expression = open.pop();
      visitor.accept(expression);
      children(expression).reversed().forEach(open::push);
    }
  }

  /** The expressions directly inside {@code expression}, as written. */
  public static List<Expression> children(Expression expression) {
    List<Expression> children = new ArrayList<>();
    switch (expression) {
      case Expression.Call call -> call.arguments().forEach(a -> children.add(a.value()));
      case Expression.Pipe pipe -> {
        children.add(pipe.first());
        children.addAll(pipe.stages());
      }
      case Expression.Chain chain -> {
        children.add(chain.first());
        chain.links().forEach(l -> children.add(l.right()));
      }
      case Expression.ListOf list -> children.addAll(list.elements());
      case Expression.Index index -> {
        children.add(index.target());
        children.addAll(index.indices());
      }
      case Expression.Unary unary -> children.add(unary.operand());
      case Expression.Conditional c -> {
        children.add(c.condition());
        children.add(c.then());
        children.add(c.otherwise());
      }
      case Expression.Text text -> {
        for (Expression.Text.Piece piece : text.pieces()) {
          if (piece instanceof Expression.Text.Piece.Inserted(Expression value)) {
            children.add(value);
          }
        }
      }
      case Expression.Name _,
          Expression.Int _,
          Expression.Float _,
          Expression.Bool _,
          Expression.Broken _ -> {}
    }
    return children;
  }

  /** Visits the statements and those inside loops and conditions, in order. */
  public static void statements(List<Statement> statements, Consumer<Statement> visitor) {
    for (Statement statement : statements) {
      visitor.accept(statement);
      switch (statement) {
        case Statement.For loop -> statements(loop.body(), visitor);
        case Statement.If condition -> {
          condition.branches().forEach(b -> statements(b.body(), visitor));
          statements(condition.otherwise(), visitor);
        }
        case Statement.Input _, Statement.Output _, Statement.Bind _, Statement.Return _ -> {}
      }
    }
  }

  /** The expressions directly in {@code statement}, annotations aside. */
  public static List<Expression> expressions(Statement statement) {
    return switch (statement) {
      case Statement.Input input -> List.of(input.type());
      case Statement.Output output -> output.value().map(List::of).orElse(List.of());
      case Statement.Bind bind -> List.of(bind.value());
      case Statement.Return result -> result.values();
      case Statement.For loop -> List.of(loop.range());
      case Statement.If condition ->
          condition.branches().stream().map(Statement.If.Branch::condition).toList();
    };
  }
}
