package dev.whittle.bench.engine;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;

/** A network compiled by Whittle. */
public final class Whittled implements Contender {
  private final CompiledNetwork network;
  private final ClassLoader classes;
  private final Options options;
  private final Model model;
  private final float[] input;
  private final float[] output;

  /** The network on {@code input}, which holds as many pictures as it has a plan for. */
  public Whittled(CompiledNetwork network, float[] input, Options options) {
    this.network = network;
    this.classes = new GeneratedClasses(network.classes());
    this.options = options;
    this.model = Model.load(network.file(), classes, options);
    this.input = input;
    this.output = new float[input.length / model.inputSize() * model.outputSize()];
  }

  @Override
  public void run() {
    model.run(input, output);
  }

  @Override
  public float[] output() {
    return output;
  }

  /** Where the time of {@code runs} runs goes; they run the code that is hot already. */
  public Profile profile(int runs) {
    try (Model watched = Model.load(network.file(), classes, options.profiled())) {
      watched.run(input, output);
      watched.clearProfile();
      for (int i = 0; i < runs; i++) {
        watched.run(input, output);
      }
      return watched.profiles().getFirst();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
