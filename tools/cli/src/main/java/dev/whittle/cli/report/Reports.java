package dev.whittle.cli.report;

import dev.whittle.cli.option.Source;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.times.Timings;
import java.util.Optional;

/** Reports that measure nothing: equal networks, pipelines and targets give equal bytes. */
public final class Reports {
  private Reports() {}

  /** What a report of {@code source}, as read, is about. */
  public static Subject subject(
      Source source,
      Pipeline pipeline,
      Target target,
      int batch,
      long patchLimit,
      Timings timings,
      Optional<Data> calibration) {
    return new Subject(
        source.graph(),
        source.graph().bindAll(batch),
        source.weights(),
        pipeline,
        target,
        patchLimit,
        new Schedules(),
        new CompilingExecutor(),
        timings,
        calibration);
  }

  /**
   * The page for a network compiled for one target.
   *
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   */
  public static String page(
      Source source, Pipeline pipeline, Target target, int batch, Timings timings) {
    Report report =
        Account.of(
            subject(
                source, pipeline, target, batch, PassContext.UNLIMITED, timings, Optional.empty()));
    return ReportPage.of(report);
  }
}
