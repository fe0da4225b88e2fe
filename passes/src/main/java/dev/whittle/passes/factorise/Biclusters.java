package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.cluster.EqualClusters;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.Tucker;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution whose input channels and filters are clustered, each pair of clusters approximated
 * on its own (Denton et al. 2014, section 3.3): a convolution of kernel 1 that gives each pair
 * fewer channels, the convolution itself with a group for each pair, and one of kernel 1 that sums
 * over the clusters of inputs. Each block is a two-sided Tucker form. The first and last
 * convolutions are written whole, with zeros where a channel is of another cluster, so that no
 * channel moves.
 */
final class Biclusters implements Factorisation {
  private final Layer layer;
  private final Conv conv;
  private final int outputs;
  private final int inputs;
  private final int outer;
  private final int inner;
  private List<Block> blocks;

  /** A pair of clusters. */
  private record Block(int[] outputs, int[] inputs, Tucker full, CoreEnergies energies) {}

  private Biclusters(Layer layer, Conv conv, int outer, int inner) {
    this.layer = layer;
    this.conv = conv;
    this.outputs = layer.outputs();
    this.inputs = layer.sizes().get(1);
    this.outer = divisor(outputs, outer);
    this.inner = divisor(inputs, inner);
  }

  /**
   * The factorisations of an ungrouped convolution.
   *
   * @param outer clusters of filters, or the next lower number that divides theirs
   * @param inner clusters of input channels, likewise
   */
  static Optional<Factorisation> of(Layer layer, int outer, int inner) {
    boolean isMeant =
        layer.op() instanceof Conv conv
            && conv.groups() == 1
            && conv.kernel().stream().anyMatch(size -> size > 1);
    return isMeant
        ? Optional.of(new Biclusters(layer, (Conv) layer.op(), outer, inner))
        : Optional.empty();
  }

  private static int divisor(int number, int most) {
    int divisor = Math.min(number, most);
    while (number % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  @Override
  public int fullRank() {
    return Math.max(outputs / outer, inputs / inner);
  }

  private int outputRank(int rank) {
    return Math.ceilDiv(rank * (outputs / outer), fullRank());
  }

  private int inputRank(int rank) {
    return Math.ceilDiv(rank * (inputs / inner), fullRank());
  }

  @Override
  public double lost(int rank) {
    double all = 0;
    double kept = 0;
    for (Block block : blocks()) {
      all += block.energies().all();
      kept += block.energies().kept(outputRank(rank), inputRank(rank));
    }
    return all == 0 ? 0 : Math.max(0, 1 - kept / all);
  }

  private Tucker truncated(Block block, int rank) {
    return block.full().truncate(outputRank(rank), inputRank(rank));
  }

  @Override
  public Chain chain(int rank) {
    int pairs = outer * inner;
    List<Integer> ones = conv.kernel().stream().map(_ -> 1).toList();
    List<Integer> none = conv.pads().stream().map(_ -> 0).toList();
    Conv plain = new Conv(ones, ones, none, ones, 1);
    Conv core = new Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), pairs);
    List<Integer> down = sizes(pairs * inputRank(rank), inputs, ones);
    List<Integer> middle = sizes(pairs * outputRank(rank), inputRank(rank), conv.kernel());
    List<Integer> up = sizes(outputs, pairs * outputRank(rank), ones);
    return new Chain(
        List.of(
            new Part("down", plain, down, () -> down(rank, down)),
            new Part("core", core, middle, () -> core(rank, middle)),
            new Part("up", plain, up, () -> up(rank, up))));
  }

  private static List<Integer> sizes(int first, int second, List<Integer> kernel) {
    List<Integer> sizes = new ArrayList<>(List.of(first, second));
    sizes.addAll(kernel);
    return sizes;
  }

  private Tensor down(int rank, List<Integer> sizes) {
    List<double[]> parts = new ArrayList<>();
    for (Block block : blocks()) {
      Matrix basis = truncated(block, rank).bases().get(1);
      double[] whole = new double[basis.columns() * inputs];
      for (int row = 0; row < basis.rows(); row++) {
        for (int r = 0; r < basis.columns(); r++) {
          whole[r * inputs + block.inputs()[row]] = basis.get(row, r);
        }
      }
      parts.add(whole);
    }
    return Weights.joined(parts, sizes);
  }

  private Tensor core(int rank, List<Integer> sizes) {
    return Weights.joined(
        blocks().stream().map(block -> truncated(block, rank).core().values()).toList(), sizes);
  }

  private Tensor up(int rank, List<Integer> sizes) {
    int columns = sizes.get(1);
    double[] whole = new double[outputs * columns];
    int at = 0;
    for (Block block : blocks()) {
      Matrix basis = truncated(block, rank).bases().get(0);
      for (int row = 0; row < basis.rows(); row++) {
        for (int r = 0; r < basis.columns(); r++) {
          whole[block.outputs()[row] * columns + at + r] = basis.get(row, r);
        }
      }
      at += basis.columns();
    }
    return Weights.joined(List.of(whole), sizes);
  }

  private List<Block> blocks() {
    if (blocks == null) {
      Multiway weights = Weights.group(layer, 0, 1);
      EqualClusters filters = EqualClusters.of(weights.unfold(0), outer);
      EqualClusters channels = EqualClusters.of(weights.unfold(1), inner);
      blocks = new ArrayList<>();
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          int[] rows = filters.members(o);
          int[] columns = channels.members(i);
          Multiway block = pick(pick(weights, 0, rows), 1, columns);
          Tucker full = Tucker.of(block, 0, 1);
          blocks.add(new Block(rows, columns, full, CoreEnergies.of(full.core())));
        }
      }
    }
    return blocks;
  }

  private static Multiway pick(Multiway tensor, int axis, int[] members) {
    Matrix unfolded = tensor.unfold(axis);
    Matrix picked = Matrix.zeros(members.length, unfolded.columns());
    for (int i = 0; i < members.length; i++) {
      System.arraycopy(
          unfolded.values(),
          members[i] * unfolded.columns(),
          picked.values(),
          i * unfolded.columns(),
          unfolded.columns());
    }
    int[] sizes = tensor.sizes().clone();
    sizes[axis] = members.length;
    return Multiway.fold(picked, axis, sizes);
  }
}
