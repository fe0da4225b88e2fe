package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Transpose;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.TensorTrain;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A dense layer as a tensor train (Novikov et al. 2015): inputs and outputs are counted by several
 * digits, and for each digit of the inputs a small product turns it into one of the outputs. The
 * products are convolutions of kernel 1 whose channels are the digit and the rank before it; all
 * other digits lie beside each other in what would be the height of a map.
 */
final class DenseTrain implements Factorisation {
  private final Layer layer;
  private final int[] outputs;
  private final int[] inputs;
  private final Map<Integer, TensorTrain> trains = new TreeMap<>();

  private DenseTrain(Layer layer, int digits) {
    this.layer = layer;
    this.outputs = Digits.of(layer.outputs(), digits);
    this.inputs = Digits.of(layer.sizes().get(1), digits);
  }

  /** The factorisations of a dense layer whose inputs and outputs have {@code digits} digits. */
  static Optional<Factorisation> of(Layer layer, int digits) {
    return layer.op() instanceof Dense
        ? Optional.of(new DenseTrain(layer, digits))
        : Optional.empty();
  }

  private int digits() {
    return inputs.length;
  }

  private int[] ranks(int rank) {
    int[] sizes = new int[digits()];
    Arrays.setAll(sizes, k -> outputs[k] * inputs[k]);
    return TensorTrain.ranks(sizes, rank);
  }

  @Override
  public int fullRank() {
    return Arrays.stream(ranks(Integer.MAX_VALUE)).max().orElseThrow();
  }

  @Override
  public double lost(int rank) {
    double all = 0;
    for (float weight : layer.weights().get()) {
      all += (double) weight * weight;
    }
    return all == 0 ? 0 : Math.max(0, 1 - train(rank).cores().getLast().energy() / all);
  }

  @Override
  public Chain chain(int rank) {
    int[] ranks = ranks(rank);
    List<Part> parts = new ArrayList<>();
    int rest = layer.sizes().get(1) / inputs[0];
    parts.add(Part.of("digits", new Reshape(List.of(0, inputs[0], rest, 1))));
    for (int k = 0; k < digits(); k++) {
      List<Integer> sizes = List.of(ranks[k + 1] * outputs[k], ranks[k] * inputs[k], 1, 1);
      int at = k;
      parts.add(new Part("core" + (k + 1), plain(), sizes, () -> core(at, rank, sizes)));
      String name = "turn" + (k + 1);
      parts.add(Part.of(name + "/split", new Reshape(List.of(0, ranks[k + 1], outputs[k], rest))));
      parts.add(Part.of(name, new Transpose(List.of(0, 1, 3, 2))));
      if (k + 1 < digits()) {
        rest = rest * outputs[k] / inputs[k + 1];
        parts.add(
            Part.of(
                name + "/join", new Reshape(List.of(0, ranks[k + 1] * inputs[k + 1], rest, 1))));
      }
    }
    parts.add(Part.of("joined", new Reshape(List.of(0, layer.outputs()))));
    return new Chain(parts);
  }

  private static Conv plain() {
    List<Integer> ones = List.of(1, 1);
    return new Conv(ones, ones, List.of(0, 0, 0, 0), ones, 1);
  }

  /** From the rank before and the digit of the inputs to the rank after and that of the outputs. */
  private Tensor core(int k, int rank, List<Integer> sizes) {
    Multiway core = train(rank).cores().get(k);
    Multiway split =
        core.reshape(core.sizes()[0], outputs[k], inputs[k], core.sizes()[2]).permute(3, 1, 0, 2);
    return Weights.joined(List.of(split.values()), sizes);
  }

  private TensorTrain train(int rank) {
    return trains.computeIfAbsent(rank, r -> TensorTrain.of(interleaved(), r));
  }

  /** The weights with a digit of the outputs and one of the inputs on each axis. */
  private Multiway interleaved() {
    int digits = digits();
    int[] sizes = new int[2 * digits];
    int[] order = new int[2 * digits];
    int[] pairs = new int[digits];
    for (int k = 0; k < digits; k++) {
      sizes[k] = outputs[k];
      sizes[digits + k] = inputs[k];
      order[2 * k] = k;
      order[2 * k + 1] = digits + k;
      pairs[k] = outputs[k] * inputs[k];
    }
    return Weights.group(layer, 0, 1).reshape(sizes).permute(order).reshape(pairs);
  }
}
