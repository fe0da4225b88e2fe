package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.LeastSquares;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A convolution whose kernels are predicted from a few of their taps (Denil et al. 2013): kernel
 * ridge regression with {@code k(i, j) = exp(−‖i − j‖² / (2 · width²))} on the places i, j of taps
 * tells all taps from the {@code R} chosen ones, {@code U = K[:, α] · (K[α, α] + ridge · I)⁻¹}. U
 * is the same for all kernels, so it stands as one depthwise convolution that makes {@code R} maps
 * of each channel, and the taps that are kept are a convolution of kernel 1 behind it. These are
 * not the filter's own taps but the ones from which the kernel is predicted best.
 */
final class SmoothFilters implements Factorisation {
  private static final double RIDGE = 1e-6;

  private final Layer layer;
  private final Conv conv;
  private final double width;
  private final int height;
  private final int breadth;
  private final Map<Integer, Matrix> bases = new TreeMap<>();
  private final Map<Integer, Matrix> told = new TreeMap<>();
  private final Once<Matrix> kernels;

  private SmoothFilters(Layer layer, Conv conv, double width) {
    this.layer = layer;
    this.conv = conv;
    this.width = width;
    this.height = conv.kernel().get(0);
    this.breadth = conv.kernel().get(1);
    this.kernels = new Once<>(() -> kernels(layer, height * breadth));
  }

  /**
   * The factorisations of a convolution with a kernel of height and width.
   *
   * @param width of the regression's kernel, in taps
   */
  static Optional<Factorisation> of(Layer layer, double width) {
    return layer.op() instanceof Conv conv
            && conv.kernel().size() == 2
            && !conv.kernel().equals(List.of(1, 1))
        ? Optional.of(new SmoothFilters(layer, conv, width))
        : Optional.empty();
  }

  /** A row for each tap, a column for each pair of a filter and an input. */
  private static Matrix kernels(Layer layer, int taps) {
    double[] values = Weights.group(layer, 0, 1).values();
    return new Matrix(values.length / taps, taps, values).transpose();
  }

  @Override
  public int fullRank() {
    return height * breadth;
  }

  @Override
  public double lost(int rank) {
    double energy = kernels.get().energy();
    return rank == fullRank() || energy == 0
        ? 0
        : kernels.get().minus(basis(rank).times(told(rank))).energy() / energy;
  }

  @Override
  public Chain chain(int rank) {
    int channels = conv.groups() * layer.sizes().get(1);
    List<Integer> ones = List.of(1, 1);
    Conv each = new Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), channels);
    Conv plain = new Conv(ones, ones, List.of(0, 0, 0, 0), ones, conv.groups());
    List<Integer> first = List.of(channels * rank, 1, height, breadth);
    List<Integer> second = List.of(layer.outputs(), layer.sizes().get(1) * rank, 1, 1);
    return new Chain(
        List.of(
            new Part("smooth", each, first, () -> smooth(rank, channels, first)),
            new Part(
                "kept",
                plain,
                second,
                () -> Weights.joined(List.of(told(rank).transpose().values()), second))));
  }

  private Tensor smooth(int rank, int channels, List<Integer> sizes) {
    double[] maps = basis(rank).transpose().values();
    return Weights.joined(Collections.nCopies(channels, maps), sizes);
  }

  /** The taps from which all are told, a row for each and a column as in the kernels. */
  private Matrix told(int rank) {
    return told.computeIfAbsent(rank, r -> LeastSquares.solve(basis(r), kernels.get(), 0));
  }

  /** U: a row for each tap, a column for each that is kept. */
  private Matrix basis(int rank) {
    return bases.computeIfAbsent(rank, this::regression);
  }

  private Matrix regression(int rank) {
    int taps = fullRank();
    List<Integer> chosen = chosen(rank);
    Matrix gram = Matrix.zeros(rank, rank);
    Matrix cross = Matrix.zeros(rank, taps);
    for (int a = 0; a < rank; a++) {
      for (int b = 0; b < rank; b++) {
        gram.values()[a * rank + b] = alike(chosen.get(a), chosen.get(b));
      }
      for (int tap = 0; tap < taps; tap++) {
        cross.values()[a * taps + tap] = alike(chosen.get(a), tap);
      }
    }
    return rank == taps
        ? Matrix.identity(taps)
        : LeastSquares.normal(gram, cross, RIDGE).transpose();
  }

  /** Taps each of which is told worst by those before (pivoted Cholesky), the middle one first. */
  private List<Integer> chosen(int count) {
    int taps = fullRank();
    double[] unexplained = new double[taps];
    Matrix factors = Matrix.zeros(count, taps);
    List<Integer> chosen = new ArrayList<>();
    Arrays.fill(unexplained, 1);
    for (int k = 0; k < count; k++) {
      int next = k == 0 ? taps / 2 : worst(unexplained, chosen);
      chosen.add(next);
      double root = Math.sqrt(Math.max(Double.MIN_NORMAL, unexplained[next]));
      for (int tap = 0; tap < taps; tap++) {
        double rest = alike(next, tap);
        for (int before = 0; before < k; before++) {
          rest -= factors.get(before, next) * factors.get(before, tap);
        }
        factors.values()[k * taps + tap] = rest / root;
        unexplained[tap] -= rest / root * (rest / root);
      }
    }
    return chosen;
  }

  private static int worst(double[] unexplained, List<Integer> chosen) {
    int worst = -1;
    for (int tap = 0; tap < unexplained.length; tap++) {
      if (!chosen.contains(tap) && (worst < 0 || unexplained[tap] > unexplained[worst])) {
        worst = tap;
      }
    }
    return worst;
  }

  private double alike(int one, int other) {
    double down = one / breadth - other / breadth;
    double across = one % breadth - other % breadth;
    return Math.exp(-(down * down + across * across) / (2 * width * width));
  }
}
