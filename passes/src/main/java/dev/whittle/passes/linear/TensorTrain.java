package dev.whittle.passes.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as a chain of three-way cores, {@code A(i1, …, id) = G1[i1] · … · Gd[id]} (Oseledets
 * 2011).
 *
 * @param cores of sizes {@code [r(k−1), size(k), r(k)]} with {@code r(0) = r(d) = 1}
 */
public record TensorTrain(List<Multiway> cores) {
  public TensorTrain {
    cores = List.copyOf(cores);
  }

  /**
   * The chain that TT-SVD finds.
   *
   * @param rank the most that a rank may be
   */
  public static TensorTrain of(Multiway tensor, int rank) {
    int[] sizes = tensor.sizes();
    List<Multiway> cores = new ArrayList<>();
    double[] rest = tensor.values();
    int left = 1;
    for (int k = 0; k < sizes.length - 1; k++) {
      int rows = left * sizes[k];
      Matrix unfolded = new Matrix(rows, rest.length / rows, rest);
      int most = Math.min(rank, Math.min(rows, unfolded.columns()));
      Matrix basis = basis(unfolded, most);
      cores.add(new Multiway(new int[] {left, sizes[k], most}, basis.values()));
      rest = basis.transpose().times(unfolded).values();
      left = most;
    }
    cores.add(new Multiway(new int[] {left, sizes[sizes.length - 1], 1}, rest));
    return new TensorTrain(cores);
  }

  /** The leading left singular vectors. */
  private static Matrix basis(Matrix unfolded, int rank) {
    return unfolded.rows() <= unfolded.columns()
        ? SymmetricEigen.of(unfolded.times(unfolded.transpose())).vectors().leading(rank)
        : Svd.leading(unfolded, rank).left();
  }

  /** The ranks that a tensor of these sizes can have, {@code r(0)} to {@code r(d)}, at most. */
  public static int[] ranks(int[] sizes, int rank) {
    int[] ranks = new int[sizes.length + 1];
    ranks[0] = 1;
    for (int k = 0; k < sizes.length; k++) {
      long before = (long) ranks[k] * sizes[k];
      long after = 1;
      for (int i = k + 1; i < sizes.length; i++) {
        after *= sizes[i];
      }
      ranks[k + 1] = (int) Math.min(rank, Math.min(before, after));
    }
    ranks[sizes.length] = 1;
    return ranks;
  }

  public Multiway product() {
    double[] product = {1};
    int right = 1;
    for (Multiway core : cores) {
      int columns = core.values().length / right;
      Matrix before = new Matrix(product.length / right, right, product);
      product = before.times(new Matrix(right, columns, core.values())).values();
      right = core.sizes()[2];
    }
    int[] sizes = cores.stream().mapToInt(core -> core.sizes()[1]).toArray();
    return new Multiway(Arrays.copyOf(sizes, sizes.length), product);
  }
}
