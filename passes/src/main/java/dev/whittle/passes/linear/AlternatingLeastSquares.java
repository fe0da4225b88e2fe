package dev.whittle.passes.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Fits sums of outer products to a tensor by alternating least squares (Carroll and Chang 1970,
 * Harshman 1970). A fit of some rank starts from that of a lower one, whose residual gives the
 * first guess of the products to add: what is found is never worse than the fit it started from.
 */
public final class AlternatingLeastSquares {
  private static final int SWEEPS = 200;

  /** Shares of the residual that a sweep must take away, for small tensors and for others. */
  private static final double SETTLED = 1e-5;

  private static final double NEARLY_SETTLED = 5e-3;
  private static final double EXACT = 1e-14;
  private static final int RESTARTS = 4;

  /** Multiply-adds of a sweep up to which other starts are tried. */
  private static final long CHEAP = 50_000;

  /** Of so many times as many products, the first guess need not be exact. */
  private static final int SKETCHED = 8;

  private final int[] order;
  private final Matrix unfolded;
  private final int[] sizes;
  private final double energy;
  private final int step;
  private final TreeMap<Integer, Fit> fits = new TreeMap<>();

  /** Factors by the largest axis first, and the energy of what they leave. */
  private record Fit(List<Matrix> factors, double residual) {
    int rank() {
      return factors.getFirst().columns();
    }
  }

  /**
   * Fits to {@code tensor}, which has three axes at least.
   *
   * @param step between the ranks through which higher ones are reached
   */
  public AlternatingLeastSquares(Multiway tensor, int step) {
    int[] all = tensor.sizes();
    this.order =
        IntStream.range(0, all.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(all[b], all[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    Multiway moved = tensor.permute(order);
    this.sizes = moved.sizes();
    this.unfolded = moved.unfold(0);
    this.energy = moved.energy();
    this.step = step;
  }

  /** The fit of {@code rank} products. */
  public Canonical fit(int rank) {
    List<Matrix> factors = solve(rank).factors;
    List<Matrix> inOrder = new ArrayList<>(factors);
    for (int i = 0; i < order.length; i++) {
      inOrder.set(order[i], factors.get(i));
    }
    return new Canonical(inOrder).balanced();
  }

  /** The share of the tensor's energy that the fit of {@code rank} products leaves. */
  public double residual(int rank) {
    return energy == 0 ? 0 : Math.max(0, solve(rank).residual) / energy;
  }

  private Fit solve(int rank) {
    Map.Entry<Integer, Fit> below = fits.floorEntry(rank);
    Fit fit = below == null ? null : below.getValue();
    while (fit == null || fit.rank() < rank) {
      int from = fit == null ? 0 : fit.rank();
      int to = Math.min(rank, from / step * step + step);
      Fit next = settle(extend(fit, to - from));
      fit = restart(next, fit);
      fits.put(to, fit);
    }
    return fit;
  }

  /** Another start, for small tensors that did not become exact: the best of all counts. */
  private Fit restart(Fit found, Fit from) {
    Fit best = found;
    boolean isCheap = isCheap(found.rank());
    for (int i = 0; i < RESTARTS && isCheap && best.residual > EXACT * energy; i++) {
      SplittableRandom random = new SplittableRandom(i);
      List<Matrix> start = new ArrayList<>();
      for (int size : sizes) {
        Matrix factor = Matrix.zeros(size, found.rank());
        Arrays.setAll(factor.values(), k -> random.nextGaussian());
        start.add(factor);
      }
      Fit other = settle(start);
      best = other.residual < best.residual ? other : best;
    }
    return from != null && from.residual < best.residual ? padded(from, best.rank()) : best;
  }

  private boolean isCheap(int rank) {
    return (long) unfolded.values().length * rank <= CHEAP;
  }

  /** The same sum with products of nothing. */
  private static Fit padded(Fit fit, int rank) {
    List<Matrix> factors = new ArrayList<>();
    for (Matrix factor : fit.factors) {
      factors.add(join(factor, Matrix.zeros(factor.rows(), rank - factor.columns())));
    }
    return new Fit(factors, fit.residual);
  }

  private List<Matrix> extend(Fit fit, int count) {
    Matrix left = unfolded;
    if (fit != null) {
      Matrix rest = Canonical.khatriRao(fit.factors.subList(1, sizes.length));
      left = unfolded.minus(fit.factors.getFirst().times(rest.transpose()));
    }
    int least = Math.min(left.rows(), left.columns());
    Svd svd =
        count * SKETCHED < least
            ? Svd.sketch(left, count)
            : Svd.leading(left, Math.min(count, least));
    int[] others = Arrays.copyOfRange(sizes, 1, sizes.length);
    List<Matrix> added = new ArrayList<>();
    for (int size : sizes) {
      added.add(Matrix.zeros(size, count));
    }
    for (int r = 0; r < count; r++) {
      int source = r % svd.values().length;
      RankOne one = RankOne.of(new Multiway(others, svd.right().column(source)));
      put(added.getFirst(), r, svd.left().column(source), svd.values()[source] * one.scale());
      for (int axis = 1; axis < sizes.length; axis++) {
        put(added.get(axis), r, one.vectors().get(axis - 1), 1);
      }
    }
    if (fit == null) {
      return added;
    }
    List<Matrix> factors = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      factors.add(join(fit.factors.get(axis), added.get(axis)));
    }
    return factors;
  }

  private static void put(Matrix matrix, int column, double[] values, double scale) {
    for (int row = 0; row < values.length; row++) {
      matrix.values()[row * matrix.columns() + column] = scale * values[row];
    }
  }

  private static Matrix join(Matrix left, Matrix right) {
    Matrix joined = Matrix.zeros(left.rows(), left.columns() + right.columns());
    for (int row = 0; row < left.rows(); row++) {
      int at = row * joined.columns();
      System.arraycopy(left.values(), row * left.columns(), joined.values(), at, left.columns());
      System.arraycopy(
          right.values(),
          row * right.columns(),
          joined.values(),
          at + left.columns(),
          right.columns());
    }
    return joined;
  }

  /** Sweeps until the residual hardly falls any more. */
  private Fit settle(List<Matrix> start) {
    List<Matrix> factors = new ArrayList<>(start);
    List<Matrix> grams = new ArrayList<>(factors.stream().map(Matrix::gram).toList());
    double settled = isCheap(factors.getFirst().columns()) ? SETTLED : NEARLY_SETTLED;
    double residual = Double.POSITIVE_INFINITY;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double last = residual;
      residual = sweep(factors, grams);
      if (residual <= EXACT * energy || last - residual <= settled * residual) {
        break;
      }
    }
    return new Fit(factors, residual);
  }

  /** Each factor as the best for the others; the energy that is left. */
  private double sweep(List<Matrix> factors, List<Matrix> grams) {
    int rank = factors.getFirst().columns();
    Matrix partial = factors.getFirst().transpose().times(unfolded);
    for (int axis = 1; axis < sizes.length; axis++) {
      Matrix cross = contract(partial, factors, axis);
      Matrix solved = LeastSquares.normal(others(grams, axis), cross, 0).transpose();
      factors.set(axis, solved.scaleColumns(inverse(Canonical.norms(solved))));
      grams.set(axis, factors.get(axis).gram());
    }
    Matrix rest = Canonical.khatriRao(factors.subList(1, sizes.length));
    Matrix cross = unfolded.times(rest);
    Matrix gram = others(grams, 0);
    Matrix solved = LeastSquares.normal(gram, cross.transpose(), 0).transpose();
    factors.set(0, solved);
    grams.set(0, solved.gram());
    double fitted = 0;
    double inner = 0;
    for (int i = 0; i < rank * rank; i++) {
      fitted += grams.getFirst().values()[i] * gram.values()[i];
    }
    for (int i = 0; i < cross.values().length; i++) {
      inner += cross.values()[i] * solved.values()[i];
    }
    return Math.max(0, energy - 2 * inner + fitted);
  }

  private static double[] inverse(double[] norms) {
    return Arrays.stream(norms).map(n -> n == 0 ? 0 : 1 / n).toArray();
  }

  /** Products of the gram matrices of all factors but one, element by element. */
  private static Matrix others(List<Matrix> grams, int left) {
    int rank = grams.getFirst().rows();
    Matrix product = new Matrix(rank, rank, filled(rank * rank));
    for (int axis = 0; axis < grams.size(); axis++) {
      if (axis != left) {
        double[] own = grams.get(axis).values();
        for (int i = 0; i < own.length; i++) {
          product.values()[i] *= own[i];
        }
      }
    }
    return product;
  }

  private static double[] filled(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * A row for each product, a column for each index of {@code kept}: its row of {@code partial},
   * whose columns go over all axes but the first, multiplied by its vectors of the others.
   */
  private Matrix contract(Matrix partial, List<Matrix> factors, int kept) {
    int rank = partial.rows();
    Matrix result = Matrix.zeros(rank, sizes[kept]);
    int before = 1;
    int after = 1;
    List<Matrix> left = new ArrayList<>();
    List<Matrix> right = new ArrayList<>();
    for (int axis = 1; axis < sizes.length; axis++) {
      if (axis < kept) {
        before *= sizes[axis];
        left.add(factors.get(axis));
      } else if (axis > kept) {
        after *= sizes[axis];
        right.add(factors.get(axis));
      }
    }
    Matrix first = left.isEmpty() ? ones(rank) : Canonical.khatriRao(left).transpose();
    Matrix last = right.isEmpty() ? ones(rank) : Canonical.khatriRao(right).transpose();
    for (int r = 0; r < rank; r++) {
      for (int b = 0; b < before; b++) {
        for (int k = 0; k < sizes[kept]; k++) {
          int at = r * partial.columns() + (b * sizes[kept] + k) * after;
          double sum = 0;
          for (int a = 0; a < after; a++) {
            sum += partial.values()[at + a] * last.values()[r * after + a];
          }
          result.values()[r * sizes[kept] + k] += sum * first.get(r, b);
        }
      }
    }
    return result;
  }

  private static Matrix ones(int rank) {
    return new Matrix(rank, 1, filled(rank));
  }
}
