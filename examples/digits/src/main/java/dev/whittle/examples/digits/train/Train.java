package dev.whittle.examples.digits.train;

import dev.whittle.examples.digits.Idx;
import dev.whittle.examples.digits.train.Learner.Group;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains the weights of Digits.cnn; the same pictures give the same bytes.
 *
 * <pre>Train IMAGES.gz LABELS.gz Digits.safetensors</pre>
 */
public final class Train {
  private static final long SEED = 1;
  private static final int EPOCHS = 20;
  private static final int GROUPS = 4;
  private static final float RATE = 0.05f;
  private static final List<String> NAMES = List.of("strokes", "parts", "scores");

  private final Idx examples;
  private final Random random = new Random(SEED);
  private final Learner learner = new Learner(SEED);

  Train(Idx examples) {
    this.examples = examples;
  }

  /** Reads the pictures, trains, and writes the weights. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Train IMAGES.gz LABELS.gz Digits.safetensors");
      System.exit(2);
    }
    Train train = new Train(Idx.read(Path.of(args[0]), Path.of(args[1])));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      double loss = train.epoch(epoch, EPOCHS);
      System.out.printf("epoch %2d of %d: mean loss %.4f%n", epoch + 1, EPOCHS, loss);
    }
    Safetensors.write(Path.of(args[2]), Weights.of(train.weights()), Map.of());
  }

  /**
   * Shows every picture once, in a new order and seen in a new way.
   *
   * <p>The step size falls evenly to nothing over all epochs.
   */
  double epoch(int epoch, int epochs) {
    int[] order = shuffled();
    int steps = order.length / (GROUPS * Maps.PICTURES);
    double loss = 0;
    for (int step = 0; step < steps; step++) {
      double done = (epoch + (double) step / steps) / epochs;
      loss += learner.step(groups(order, step), (float) (RATE * (1 - done)));
    }
    return loss / steps;
  }

  private List<Group> groups(int[] order, int step) {
    long seed = random.nextLong();
    return IntStream.range(0, GROUPS)
        .parallel()
        .mapToObj(group -> {
          int from = (step * GROUPS + group) * Maps.PICTURES;
          return group(order, from, new Random(seed + group));
        })
        .toList();
  }

  private Group group(int[] order, int from, Random variations) {
    Maps pictures = Maps.zeros(1, examples.size());
    byte[] labels = new byte[Maps.PICTURES];
    for (int i = 0; i < Maps.PICTURES; i++) {
      int index = order[from + i];
      Variation.of(variations).write(examples.picture(index), pictures, i);
      labels[i] = examples.labels()[index];
    }
    return new Group(pictures, labels);
  }

  private int[] shuffled() {
    int[] order = IntStream.range(0, examples.count()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int taken = order[i];
      order[i] = order[other];
      order[other] = taken;
    }
    return order;
  }

  private Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    int[][] shapes = {{12, 1, 5, 5}, {32, 12, 5, 5}, {10, 512}};
    for (int layer = 0; layer < NAMES.size(); layer++) {
      Convolution trained = learner.layers().get(layer);
      String name = NAMES.get(layer);
      weights.put(name + ".weight", Tensor.of(trained.weight(), shapes[layer]));
      weights.put(name + ".bias", Tensor.of(trained.bias(), trained.bias().length));
    }
    return weights;
  }
}
