package dev.whittle.cli.compare;

import dev.whittle.cli.option.Compiling;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same network after a pipeline, whose patches tell which values are still there. */
public final class PipelineSide implements Side {
  private final First first;
  private final Compiling compiling;
  private final int threads;
  private final Model model;

  /** Compiles the first network by the pipeline that {@code compiling} names. */
  public PipelineSide(First first, Compiling compiling, int threads) {
    this.first = first;
    this.compiling = compiling;
    this.threads = threads;
    this.model =
        compiling
            .compile(first.source(), List.of(1), threads)
            .load(Options.standard().withLanes(compiling.lanes()).withThreads(threads));
  }

  @Override
  public String title() {
    return first.title() + " by the pipeline " + compiling.pipelineName();
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return model.run(inputs);
  }

  @Override
  public Map<Value, Tensor> counterparts(Map<String, Tensor> inputs) {
    Replacements replacements = new Replacements(first.graph());
    Graph planned = compiling.plan(first.source(), 1, threads, replacements).graph();
    Evaluation evaluation = ReferenceEvaluator.trace(planned, first.source().weights(), inputs);
    Map<Value, Tensor> values = new HashMap<>();
    replacements
        .survivors(planned)
        .forEach((now, value) -> values.put(value, evaluation.value(now)));
    return values;
  }

  @Override
  public void close() {
    model.close();
  }
}
