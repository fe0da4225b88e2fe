package dev.whittle.cli.compare;

import dev.whittle.cli.compare.OtherEngine.Running;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same network in another engine, which gives every value back when asked for them. */
public final class EngineSide implements Side {
  private final First first;
  private final OtherEngine engine;
  private final int threads;
  private final Running running;

  /** Loads the first network into {@code engine}. */
  public EngineSide(First first, OtherEngine engine, int threads) {
    this.first = first;
    this.engine = engine;
    this.threads = threads;
    this.running = load(first.graph().outputs().stream().map(Output::value).distinct().toList());
  }

  private Running load(List<Value> values) {
    return engine.load(first.graph(), first.source().weights(), values, threads);
  }

  @Override
  public String title() {
    return engine.title();
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<Value, Tensor> values = running.run(inputs);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    first.graph().outputs().forEach(o -> outputs.put(o.name(), values.get(o.value())));
    return outputs;
  }

  @Override
  public Map<Value, Tensor> counterparts(Map<String, Tensor> inputs) {
    try (Running all = load(First.computed(first.graph()))) {
      return all.run(inputs);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
