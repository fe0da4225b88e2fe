package dev.whittle.cli.report;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.runtime.Weights;

/** Reports that measure nothing: equal networks, pipelines and targets give equal bytes. */
public final class Reports {
  private Reports() {}

  /** What a report of {@code graph}, as read, is about. */
  public static Subject subject(
      Graph graph, Weights weights, Pipeline pipeline, Target target, int batch, long patchLimit) {
    return new Subject(
        graph,
        NetworkCompiler.bind(graph, batch),
        weights,
        pipeline,
        target,
        patchLimit,
        new Schedules(),
        new CompilingExecutor());
  }

  /**
   * The page for a network compiled for one target.
   *
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   */
  public static String page(
      Graph graph, Weights weights, Pipeline pipeline, Target target, int batch) {
    Report report =
        Account.of(subject(graph, weights, pipeline, target, batch, PassContext.UNLIMITED));
    return ReportPage.of(report);
  }
}
