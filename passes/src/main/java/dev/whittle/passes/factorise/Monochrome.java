package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.cluster.EqualClusters;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.SymmetricEigen;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution whose filters are clustered by the colour they look at (Denton et al. 2014, section
 * 3.2): a convolution of kernel 1 gives each cluster a map of its colour, and the filters of a
 * cluster read that alone, as one group. The rank is the number of maps a cluster has, 1 being
 * Denton's; the colours of a cluster are the leading vectors of all its filters together. Where
 * clusters are not in the order of the filters, a last convolution of kernel 1 moves the channels.
 */
final class Monochrome implements Factorisation {
  private final Layer layer;
  private final Conv conv;
  private final int outputs;
  private final int inputs;
  private final int taps;
  private final int clusters;
  private List<Cluster> all;

  /**
   * Filters of one cluster.
   *
   * @param members in order
   * @param filters a row for each input channel, a column for each filter and tap
   * @param colours of the filters together, the strongest first
   */
  private record Cluster(int[] members, Matrix filters, SymmetricEigen colours) {}

  private Monochrome(Layer layer, Conv conv, int clusters) {
    this.layer = layer;
    this.conv = conv;
    this.outputs = layer.outputs();
    this.inputs = layer.sizes().get(1);
    this.taps = conv.kernel().stream().reduce(1, (a, b) -> a * b);
    int fewer = Math.min(outputs, clusters);
    while (outputs % fewer != 0) {
      fewer--;
    }
    this.clusters = fewer;
  }

  /**
   * The factorisations of an ungrouped convolution of several channels.
   *
   * @param clusters of filters, or the next lower number that divides theirs
   */
  static Optional<Factorisation> of(Layer layer, int clusters) {
    return layer.op() instanceof Conv conv
            && conv.groups() == 1
            && layer.sizes().get(1) > 1
            && conv.kernel().stream().anyMatch(size -> size > 1)
        ? Optional.of(new Monochrome(layer, conv, clusters))
        : Optional.empty();
  }

  @Override
  public int fullRank() {
    return Math.min(inputs, outputs / clusters * taps);
  }

  @Override
  public double lost(int rank) {
    double lost = 0;
    double energy = 0;
    for (Cluster cluster : all()) {
      double[] values = cluster.colours().values();
      for (int i = values.length - 1; i >= 0; i--) {
        energy += Math.max(0, values[i]);
        lost += i < rank ? 0 : Math.max(0, values[i]);
      }
    }
    return rank >= fullRank() || energy == 0 ? 0 : lost / energy;
  }

  @Override
  public Chain chain(int rank) {
    List<Integer> ones = conv.kernel().stream().map(_ -> 1).toList();
    List<Integer> none = conv.pads().stream().map(_ -> 0).toList();
    Conv plain = new Conv(ones, ones, none, ones, 1);
    Conv grouped = new Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), clusters);
    List<Integer> first = sizes(clusters * rank, inputs, ones);
    List<Integer> second = sizes(outputs, rank, conv.kernel());
    List<Integer> third = sizes(outputs, outputs, ones);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("colours", plain, first, () -> colours(rank, first)));
    parts.add(new Part("shapes", grouped, second, () -> shapes(rank, second)));
    if (!isInOrder()) {
      parts.add(new Part("order", plain, third, () -> order(third)));
    }
    return new Chain(parts);
  }

  private static List<Integer> sizes(int first, int second, List<Integer> kernel) {
    List<Integer> sizes = new ArrayList<>(List.of(first, second));
    sizes.addAll(kernel);
    return sizes;
  }

  private int[] members() {
    return all().stream().flatMapToInt(cluster -> Arrays.stream(cluster.members())).toArray();
  }

  private boolean isInOrder() {
    int[] members = members();
    return IntStream.range(0, members.length).allMatch(i -> members[i] == i);
  }

  private static Matrix basis(Cluster cluster, int rank) {
    return cluster.colours().vectors().leading(rank).transpose();
  }

  private Tensor colours(int rank, List<Integer> sizes) {
    return Weights.joined(all().stream().map(c -> basis(c, rank).values()).toList(), sizes);
  }

  private Tensor shapes(int rank, List<Integer> sizes) {
    List<double[]> parts = new ArrayList<>();
    for (Cluster cluster : all()) {
      Matrix projected = basis(cluster, rank).times(cluster.filters());
      for (int filter = 0; filter < cluster.members().length; filter++) {
        for (int r = 0; r < rank; r++) {
          int from = r * projected.columns() + filter * taps;
          parts.add(Arrays.copyOfRange(projected.values(), from, from + taps));
        }
      }
    }
    return Weights.joined(parts, sizes);
  }

  private Tensor order(List<Integer> sizes) {
    Matrix order = Matrix.zeros(outputs, outputs);
    int[] members = members();
    for (int i = 0; i < outputs; i++) {
      order.values()[members[i] * outputs + i] = 1;
    }
    return Weights.joined(List.of(order.values()), sizes);
  }

  private List<Cluster> all() {
    if (all == null) {
      EqualClusters found = EqualClusters.of(looks(), clusters);
      all = new ArrayList<>();
      for (int k = 0; k < clusters; k++) {
        int[] members = found.members(k);
        Matrix filters = joined(members);
        all.add(new Cluster(members, filters, SymmetricEigen.of(scatter(filters))));
      }
      all.sort((a, b) -> Integer.compare(a.members()[0], b.members()[0]));
    }
    return all;
  }

  /** A row for each filter: its strongest colour c, of length 1, as c · cᵀ, which has no sign. */
  private Matrix looks() {
    Matrix looks = Matrix.zeros(outputs, inputs * inputs);
    for (int filter = 0; filter < outputs; filter++) {
      SymmetricEigen eigen = SymmetricEigen.of(scatter(joined(new int[] {filter})));
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < inputs; j++) {
          looks.values()[(filter * inputs + i) * inputs + j] =
              eigen.vectors().get(i, 0) * eigen.vectors().get(j, 0);
        }
      }
    }
    return looks;
  }

  private static Matrix scatter(Matrix rows) {
    return rows.times(rows.transpose());
  }

  private Matrix joined(int[] members) {
    float[] weights = layer.weights().get();
    int columns = members.length * taps;
    Matrix joined = Matrix.zeros(inputs, columns);
    for (int m = 0; m < members.length; m++) {
      for (int channel = 0; channel < inputs; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          joined.values()[channel * columns + m * taps + tap] =
              weights[(members[m] * inputs + channel) * taps + tap];
        }
      }
    }
    return joined;
  }
}
