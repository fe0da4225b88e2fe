package dev.whittle.codegen;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Executor;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.Ledger;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs planned graphs as the bytecode that {@link ModelCompiler} makes of them. */
public final class CompilingExecutor implements Executor {
  private static final String CLASS = "whittle.generated.Planned";

  private final Optional<SharedKernels> shared;

  /** An executor that keeps nothing between graphs: each is timed as if it were alone. */
  public CompilingExecutor() {
    this(Optional.empty());
  }

  private CompilingExecutor(Optional<SharedKernels> shared) {
    this.shared = shared;
  }

  /**
   * An executor for many graphs that are alike: kernels that they have in common are generated
   * once, and run fast from the start when other graphs have run them before.
   */
  public static CompilingExecutor sharing() {
    return new CompilingExecutor(Optional.of(new SharedKernels()));
  }

  @Override
  public Executable compile(Graph planned, Target target) {
    return shared
        .map(kernels ->
            new Code(
                planned,
                target,
                ModelCompiler.compile(planned, target, CLASS, kernels::homes),
                kernels.loader()))
        .orElseGet(() ->
            new Code(
                planned,
                target,
                ModelCompiler.compile(planned, target, CLASS),
                GeneratedClasses.class.getClassLoader()));
  }

  @Override
  public boolean runs(Target target) {
    return target.lanes() <= Vectors.lanes();
  }

  private record Code(Graph graph, Target target, CompiledPlan compiled, ClassLoader parent)
      implements Executable {
    @Override
    public List<Step> steps() {
      return compiled.plan().steps();
    }

    @Override
    public Running load(Weights weights) {
      Compilation planned = new Compilation(graph, new Ledger(Size.of(graph), List.of()));
      CompiledNetwork network =
          NetworkCompiler.assemble(
              graph, weights, List.of(new CompiledNetwork.Variant(planned, compiled)));
      Options options = Options.standard().withLanes(target.lanes()).withThreads(target.threads());
      return new Loaded(network, new GeneratedClasses(network.classes(), parent), options);
    }
  }

  /** Two models of the same classes: what one makes hot is hot in the other. */
  private static final class Loaded implements Running {
    private final CompiledNetwork network;
    private final ClassLoader classes;
    private final Options options;
    private final Model model;
    private Optional<Model> profiled = Optional.empty();

    Loaded(CompiledNetwork network, ClassLoader classes, Options options) {
      this.network = network;
      this.classes = classes;
      this.options = options;
      this.model = Model.load(network.file(), classes, options);
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      return model.run(inputs);
    }

    @Override
    public Profile profile(Map<String, Tensor> inputs, int runs) {
      Model watched =
          profiled.orElseGet(() -> Model.load(network.file(), classes, options.profiled()));
      profiled = Optional.of(watched);
      watched.clearProfile();
      for (int i = 0; i < runs; i++) {
        watched.run(inputs);
      }
      return watched.profiles().getFirst();
    }

    @Override
    public void close() {
      model.close();
      profiled.ifPresent(Model::close);
    }
  }
}
