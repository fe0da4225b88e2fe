package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;

/** A step of a pipeline. */
public sealed interface Step {
  Span span();

  /** {@code include exact}. */
  record Include(Span span, Identifier name) implements Step {}

  /** {@code fold-batch-norm(layers: "conv*")}. */
  record Run(Span span, Identifier pass, List<Argument> options) implements Step {
    public Run {
      options = List.copyOf(options);
    }
  }

  /**
   * {@code target 512, scalar { … }}.
   *
   * @param targets as written
   */
  record ForTargets(Span span, List<Identifier> targets, List<Step> steps) implements Step {
    public ForTargets {
      targets = List.copyOf(targets);
      steps = List.copyOf(steps);
    }
  }

  /**
   * {@code guard(data: "pictures.zip", top1_drop: 0.01)}.
   *
   * @param word the word {@code guard}
   */
  record Guard(Span span, Identifier word, List<Argument> arguments) implements Step {
    public Guard {
      arguments = List.copyOf(arguments);
    }
  }
}
