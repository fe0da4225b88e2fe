package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.Tucker;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A convolution between two of kernel 1: one to fewer channels, the convolution itself, its
 * strides, dilations and pads as they were, between fewer channels, and one to all outputs. The two
 * bases are the leading singular vectors of the weights unfolded along inputs and outputs (HOSVD;
 * Kim et al. 2016 have the structure). The rank is the number of channels on the side that has more
 * of them, the other side's is in proportion.
 */
final class TuckerTwo implements Factorisation {
  private static final int OUTPUTS = 0;
  private static final int INPUTS = 1;

  private final Layer layer;
  private final Conv conv;
  private final int outputs;
  private final int inputs;
  private List<Tucker> full;
  private List<CoreEnergies> energies;

  private TuckerTwo(Layer layer, Conv conv) {
    this.layer = layer;
    this.conv = conv;
    this.outputs = layer.outputs() / conv.groups();
    this.inputs = layer.sizes().get(1);
  }

  static Optional<Factorisation> of(Layer layer) {
    return layer.op() instanceof Conv conv && conv.kernel().stream().anyMatch(size -> size > 1)
        ? Optional.of(new TuckerTwo(layer, conv))
        : Optional.empty();
  }

  @Override
  public int fullRank() {
    return Math.max(outputs, inputs);
  }

  private int rank(int rank, int channels) {
    return Math.ceilDiv(rank * channels, fullRank());
  }

  @Override
  public double lost(int rank) {
    full();
    double all = 0;
    double kept = 0;
    for (CoreEnergies group : energies) {
      all += group.all();
      kept += group.kept(rank(rank, outputs), rank(rank, inputs));
    }
    return all == 0 ? 0 : Math.max(0, 1 - kept / all);
  }

  @Override
  public Chain chain(int rank) {
    int groups = conv.groups();
    int from = rank(rank, inputs);
    int to = rank(rank, outputs);
    List<Integer> ones = conv.kernel().stream().map(_ -> 1).toList();
    List<Integer> none = conv.pads().stream().map(_ -> 0).toList();
    Conv plain = new Conv(ones, ones, none, ones, groups);
    List<Integer> down = sizes(groups * from, inputs, ones);
    List<Integer> core = sizes(groups * to, from, conv.kernel());
    List<Integer> up = sizes(groups * outputs, to, ones);
    return new Chain(
        List.of(
            new Part(
                "down", plain, down, () -> weight(rank, down, t -> t.bases().get(1).transpose())),
            new Part("core", conv, core, () -> weight(rank, core, TuckerTwo::core)),
            new Part("up", plain, up, () -> weight(rank, up, t -> t.bases().get(0)))));
  }

  private static Matrix core(Tucker group) {
    return group.core().unfold(OUTPUTS);
  }

  private static List<Integer> sizes(int outer, int inner, List<Integer> kernel) {
    List<Integer> sizes = new ArrayList<>(List.of(outer, inner));
    sizes.addAll(kernel);
    return sizes;
  }

  private Tensor weight(int rank, List<Integer> sizes, Function<Tucker, Matrix> part) {
    return Weights.joined(
        full().stream()
            .map(group -> group.truncate(rank(rank, outputs), rank(rank, inputs)))
            .map(group -> part.apply(group).values())
            .toList(),
        sizes);
  }

  private List<Tucker> full() {
    if (full == null) {
      full = new ArrayList<>();
      for (int group = 0; group < conv.groups(); group++) {
        Multiway weights = Weights.group(layer, group, conv.groups());
        full.add(Tucker.of(weights, OUTPUTS, INPUTS));
      }
      energies = full.stream().map(group -> CoreEnergies.of(group.core())).toList();
    }
    return full;
  }
}
