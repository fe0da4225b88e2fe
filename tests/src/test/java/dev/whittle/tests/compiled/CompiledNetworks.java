package dev.whittle.tests.compiled;

import dev.whittle.codegen.CompiledPlan;
import dev.whittle.codegen.ModelCompiler;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.PackedWeight;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs as loaded models, without a source file in between. */
final class CompiledNetworks {
  private static final String CLASS = "dev.whittle.generated.Network";

  private CompiledNetworks() {}

  /** The graph, whose shapes are concrete, after {@code pipeline}, for {@code lanes}. */
  static CompiledPlan compile(Graph graph, Weights weights, Pipeline pipeline, int lanes) {
    Target target = new Target(lanes, 1);
    PassContext context = PassContext.of(target, new Schedules(), weights);
    Graph planned = new PassManager().run(pipeline, graph, context).graph();
    return ModelCompiler.compile(planned, target, CLASS);
  }

  /** A model of one plan, with poisoned buffers. */
  static Model load(CompiledPlan compiled, Weights weights, int threads) {
    Map<String, Tensor> needed = new LinkedHashMap<>(compiled.constants());
    for (PackedWeight packed : compiled.plan().weights()) {
      if (!needed.containsKey(packed.tensor())) {
        needed.put(packed.tensor(), weights.find(packed.tensor()).orElseThrow());
      }
    }
    ModelFile file =
        new ModelFile(
            "network",
            Program.ABI,
            List.of(compiled.plan()),
            Map.of(),
            Map.of(),
            Weights.of(needed));
    ClassLoader loader =
        new ClassLoader(CompiledNetworks.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = compiled.classes().get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    Options options =
        Options.standard()
            .withLanes(compiled.plan().lanes())
            .withThreads(threads)
            .withSessions(1)
            .poisoned();
    return Model.load(file, loader, options);
  }
}
