package dev.whittle.bench;

import dev.whittle.runtime.Model;

/** A network compiled by Whittle. */
final class Whittled implements Contender {
  private final Model model;
  private final float[] input;
  private final float[] output;

  Whittled(Model model, float[] input) {
    this.model = model;
    this.input = input;
    this.output = new float[input.length / model.inputSize() * model.outputSize()];
  }

  @Override
  public String name() {
    return "Whittle";
  }

  @Override
  public float[] run() {
    model.run(input, output);
    return output;
  }

  @Override
  public void close() {
    model.close();
  }
}
