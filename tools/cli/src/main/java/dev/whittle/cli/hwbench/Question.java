package dev.whittle.cli.hwbench;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Decision;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A choice between kernels for a convolution, as a compilation made it.
 *
 * @param name of the layer
 */
record Question(String name, Work work, Decision decision) {
  /**
   * The questions that a network raises.
   *
   * @param network with its sizes bound
   * @param timings what the choices go by
   */
  static List<Question> of(
      Graph network, Weights weights, Pipeline pipeline, Target target, Timings timings) {
    Decisions observer = new Decisions();
    PassContext context =
        new PassContext(
            target,
            new Schedules(),
            new CompilingExecutor(),
            timings,
            weights,
            observer,
            PassContext.UNLIMITED);
    new PassManager().run(pipeline, network, context);
    List<Question> questions = new ArrayList<>();
    for (Decision decision : observer.found) {
      Op op = ((Lowered) decision.node().op()).op();
      if (op instanceof Conv || op instanceof Expanded) {
        Work work = Work.of(decision.graph(), decision.node(), target);
        questions.add(new Question(network.name() + " " + decision.node().name(), work, decision));
      }
    }
    return questions;
  }

  /** The first question about each work. */
  static List<Question> distinct(List<Question> questions) {
    Set<Work> seen = new HashSet<>();
    return questions.stream().filter(question -> seen.add(question.work())).toList();
  }

  /** How a lock file calls each alternative. */
  List<String> ways() {
    return decision.alternatives().stream().map(a -> Work.way(a.candidate())).toList();
  }

  /** The position of the alternative that was chosen. */
  int pick() {
    for (int i = 0; i < decision.alternatives().size(); i++) {
      if (decision.alternatives().get(i).isChosen()) {
        return i;
      }
    }
    throw new IllegalStateException("nothing was chosen for " + name);
  }

  private static final class Decisions implements PatchObserver {
    private final List<Decision> found = new ArrayList<>();

    @Override
    public void applied(Graph before, Patch patch, Graph after) {}

    @Override
    public void decided(Decision decision) {
      found.add(decision);
    }
  }
}
