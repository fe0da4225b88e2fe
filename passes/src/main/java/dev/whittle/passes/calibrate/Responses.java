package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.op.Conv;
import dev.whittle.passes.factorise.Chain;
import dev.whittle.passes.factorise.Factorisation;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.factorise.Once;
import dev.whittle.passes.factorise.Part;
import dev.whittle.passes.factorise.Weights;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.SymmetricEigen;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A convolution as one of fewer filters and a 1x1 convolution, such that its responses y for given
 * inputs are kept: {@code y ≈ M · y + b}, and M is of low rank. By {@link Solver#SVD} the weights
 * are kept instead, and the layer's bias stays.
 */
final class Responses implements Factorisation {
  /** Relative to the mean of the responses' variances. */
  static final double RIDGE = 1e-3;

  private final Layer layer;
  private final Conv conv;
  private final double[] bias;
  private final boolean isRectified;
  private final Fit fit;
  private final Once<double[]> energies = new Once<>(() -> SymmetricEigen.values(scatter()));

  /** How M and b are found. */
  record Fit(Solver solver, int turns, Targets targets) {}

  /**
   * Factorisations of {@code layer}, which is the convolution {@code conv} in one group.
   *
   * @param bias of the layer, zeros when it has none
   * @param isRectified whether a ReLU, and nothing else, reads the responses
   */
  Responses(Layer layer, Conv conv, double[] bias, boolean isRectified, Fit fit) {
    this.layer = layer;
    this.conv = conv;
    this.bias = bias;
    this.isRectified = isRectified;
    this.fit = fit;
  }

  @Override
  public int fullRank() {
    return bias.length;
  }

  @Override
  public double lost(int rank) {
    double kept = 0;
    double lost = 0;
    double[] values = energies.get();
    for (int i = values.length - 1; i >= 0; i--) {
      kept += i < rank ? values[i] : 0;
      lost += i < rank ? 0 : Math.max(0, values[i]);
    }
    return lost == 0 ? 0 : lost / (kept + lost);
  }

  private Matrix scatter() {
    return fit.solver() == Solver.SVD
        ? filters().transpose().gram()
        : fit.targets().moments(layer.name()).xGram();
  }

  @Override
  public Chain chain(int rank) {
    return chain(
        rank,
        () -> {
          throw new IllegalStateException("weights depend on the layers before");
        });
  }

  @Override
  public Chain chain(int rank, Graph graph) {
    return chain(rank, new Once<>(() -> solve(rank, graph)));
  }

  private Chain chain(int rank, Supplier<Projection> projection) {
    List<Integer> ones = conv.kernel().stream().map(_ -> 1).toList();
    List<Integer> none = conv.pads().stream().map(_ -> 0).toList();
    List<Integer> basis = new ArrayList<>(layer.sizes());
    basis.set(0, rank);
    List<Integer> mix = new ArrayList<>(List.of(bias.length, rank));
    mix.addAll(ones);
    return new Chain(
        List.of(
            new Part(
                "basis",
                conv,
                basis,
                () ->
                    Weights.joined(
                        List.of(projection.get().down().times(filters()).values()), basis)),
            new Part(
                "mix",
                new Conv(ones, ones, none, ones, 1),
                mix,
                () -> Weights.joined(List.of(projection.get().up().values()), mix))),
        fit.solver() == Solver.SVD ? Optional.empty() : Optional.of(() -> bias(projection.get())));
  }

  /** A row for each filter. */
  private Matrix filters() {
    return Weights.group(layer, 0, 1).unfold(0);
  }

  private Tensor bias(Projection projection) {
    double[] moved = projection.linear(bias);
    Arrays.setAll(moved, i -> moved[i] + projection.bias()[i]);
    return Weights.joined(List.of(moved), List.of(moved.length));
  }

  private Projection solve(int rank, Graph graph) {
    if (fit.solver() == Solver.SVD) {
      Matrix vectors = SymmetricEigen.of(scatter()).vectors().leading(rank);
      return new Projection(vectors, vectors.transpose(), bias);
    }
    String name = layer.name();
    boolean isBehindRelu = isRectified && fit.solver() != Solver.LINEAR;
    Samples y = fit.targets().of(name);
    Projection symmetric =
        new Reconstruction(y, y, fit.targets().moments(name), isBehindRelu, fit.turns())
            .solve(rank, RIDGE);
    return fit.solver() == Solver.ASYMMETRIC
        ? new Asymmetric(fit.targets().in(graph, name), y, isBehindRelu, fit.turns())
            .solve(symmetric, rank)
        : symmetric;
  }
}
