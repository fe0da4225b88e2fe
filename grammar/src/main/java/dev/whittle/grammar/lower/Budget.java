package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;

/** Bounds what building one network may take, so that every source ends in a graph or a message. */
final class Budget {
  static final int MAX_STEPS = 2_000_000;
  static final int MAX_NODES = 100_000;
  static final int MAX_ITERATIONS = 10_000;
  static final int MAX_LENGTH = 100_000;
  static final int MAX_LIST_DEPTH = 50;
  static final int MAX_CALLS = 50;
  static final int MAX_DEPTH = 600;

  private final Problems problems;
  private int steps;
  private int nodes;
  private int calls;
  private int depth;

  Budget(Problems problems) {
    this.problems = problems;
  }

  /** Counts an evaluation. */
  void step(Span span) {
    if (++steps > MAX_STEPS) {
      give(Mistake.TOO_LARGE, span, "building the network takes more than %d steps", MAX_STEPS, "");
    }
  }

  /** Counts a node. */
  void node(Span span) {
    if (++nodes > MAX_NODES) {
      give(Mistake.TOO_LARGE, span, "the network has more than %d nodes", MAX_NODES, "");
    }
  }

  /** Refuses a list or string that is too long. */
  void length(Span span, long length) {
    if (length > MAX_LENGTH) {
      problems.error(
          Mistake.LONG_LOOP,
          span,
          "a list or string of %d elements is longer than %d".formatted(length, MAX_LENGTH));
      throw new Mistaken();
    }
    steps += (int) (length / 16);
  }

  /** Refuses a loop that is too long. */
  void iterations(Span span, long count) {
    if (count > MAX_ITERATIONS) {
      problems.error(
          Mistake.LONG_LOOP,
          span,
          "the loop runs %d times, at most %d are allowed".formatted(count, MAX_ITERATIONS));
      throw new Mistaken();
    }
  }

  /** Goes one expression or statement deeper. */
  void deeper(Span span) {
    if (++depth > MAX_DEPTH) {
      give(Mistake.TOO_DEEP, span, "evaluation is more than %d levels deep here", MAX_DEPTH, "");
    }
  }

  /** Comes back from {@link #deeper}. */
  void shallower() {
    depth--;
  }

  /** Enters a block. */
  void enter(Span span, String block) {
    if (++calls > MAX_CALLS) {
      give(
          Mistake.ENDLESS_BLOCK,
          span,
          "`" + block + "` is called when %d blocks are open already",
          MAX_CALLS,
          "a block that calls itself needs a condition under which it stops");
    }
  }

  /** Leaves a block. */
  void leave() {
    calls--;
  }

  private void give(Mistake mistake, Span span, String message, int limit, String hint) {
    problems.error(mistake, span, message.formatted(limit), hint);
    throw new Abandoned();
  }
}
