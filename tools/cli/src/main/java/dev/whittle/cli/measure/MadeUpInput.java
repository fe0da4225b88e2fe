package dev.whittle.cli.measure;

import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Port;
import dev.whittle.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A model with input made up for timing, the same every time. */
public final class MadeUpInput {
  private final Model model;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final float[] input;
  private final float[] output;

  private MadeUpInput(Model model, int batch) {
    this.model = model;
    Random random = new Random(1);
    for (Port port : model.inputs()) {
      tensors.put(port.name(), RandomInputs.tensor(port.type(), port.sizes(), random));
    }
    boolean isSimple = model.inputs().size() == 1 && model.outputs().size() == 1;
    this.input = isSimple ? tensors.values().iterator().next().floats() : new float[0];
    this.output = new float[isSimple ? model.outputSize() * batch : 0];
  }

  /** Input for {@code batch} pictures, which the model has a plan for. */
  public static MadeUpInput of(Model model, int batch) {
    return new MadeUpInput(model, batch);
  }

  /** Runs the model once, without allocating when it has one input and one output. */
  public void run() {
    if (input.length > 0) {
      model.run(input, output);
    } else {
      model.run(tensors);
    }
  }
}
