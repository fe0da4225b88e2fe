package dev.whittle.passes.pipeline;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.verify.VerificationException;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Runs pipelines. */
public final class PassManager {
  private final BiConsumer<PassInfo, Graph> printAfter;

  /**
   * A manager that shows the graph after every pass.
   *
   * @param printAfter decides by the pass whether to print
   */
  public PassManager(BiConsumer<PassInfo, Graph> printAfter) {
    this.printAfter = printAfter;
  }

  public PassManager() {
    this((pass, graph) -> {});
  }

  /**
   * Runs the steps of {@code pipeline} in order. When the context's patch limit is reached,
   * optional passes stop where they are and required ones go on. Every graph a pass makes is
   * verified.
   *
   * @throws PassFailure when the network cannot be compiled, among others because a symbolic size
   *     is left
   * @throws IllegalStateException naming the pass, when it made a graph that its level forbids
   */
  public Compilation run(Pipeline pipeline, Graph graph, PassContext context) {
    Size before = Size.of(graph);
    List<Ledger.Row> rows = new ArrayList<>();
    Graph current = graph;
    for (Pipeline.Step step : pipeline.steps()) {
      PassInfo info = step.pass().info();
      if (info.required()) {
        requireBound(current);
      }
      long patches = context.applied();
      Graph next = context.run(step.pass(), step.options(), current);
      if (next != current) {
        verify(info, next);
      }
      current = next;
      patches = context.applied() - patches;
      rows.add(new Ledger.Row(info, patches, Size.of(current), context.approximations()));
      printAfter.accept(info, current);
    }
    return new Compilation(current, new Ledger(before, rows));
  }

  private static void verify(PassInfo info, Graph graph) {
    try {
      Verifier.verify(graph, info.level());
    } catch (VerificationException e) {
      throw new IllegalStateException(info.name() + " made a broken graph", e);
    }
  }

  private static void requireBound(Graph graph) {
    for (Node node : graph.inputs()) {
      for (Dim dim : node.type().shape().dims()) {
        if (dim instanceof Dim.Symbol(String name)) {
          throw Hindrance.OPEN_SIZE.at(
              node,
              "%s still has the symbolic size %s".formatted(node.name(), name),
              "bind it before compiling, for example to 1");
        }
      }
    }
  }
}
