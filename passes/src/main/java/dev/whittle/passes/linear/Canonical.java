package dev.whittle.passes.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tensor as a sum of outer products, {@code A(i, j, …) = Σ F1[i, r] · F2[j, r] · …} (CP).
 *
 * @param factors one for each axis, a column for each product
 */
public record Canonical(List<Matrix> factors) {
  public Canonical {
    factors = List.copyOf(factors);
  }

  public int rank() {
    return factors.getFirst().columns();
  }

  /** The most products that a tensor of these sizes ever needs. */
  public static int mostRank(int... sizes) {
    long product = 1;
    int largest = 1;
    for (int size : sizes) {
      product *= size;
      largest = Math.max(largest, size);
    }
    return Math.toIntExact(product / largest);
  }

  /** The sum of {@link #mostRank} products that is {@code tensor}: its fibres one by one. */
  public static Canonical exact(Multiway tensor) {
    int[] sizes = tensor.sizes();
    int longest = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      longest = sizes[axis] > sizes[longest] ? axis : longest;
    }
    Matrix unfolded = tensor.unfold(longest);
    List<Matrix> factors = new ArrayList<>(Collections.nCopies(sizes.length, unfolded));
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (axis != longest) {
        Matrix factor = Matrix.zeros(sizes[axis], unfolded.columns());
        for (int column = 0; column < factor.columns(); column++) {
          factor.values()[column / stride % sizes[axis] * factor.columns() + column] = 1;
        }
        factors.set(axis, factor);
        stride *= sizes[axis];
      }
    }
    return new Canonical(factors);
  }

  public Multiway product() {
    int[] sizes = factors.stream().mapToInt(Matrix::rows).toArray();
    Matrix rest = khatriRao(factors.subList(1, factors.size()));
    return new Multiway(sizes, factors.getFirst().times(rest.transpose()).values());
  }

  /** The same sum with the scale of each product shared equally by its vectors. */
  public Canonical balanced() {
    int rank = rank();
    List<double[]> norms = factors.stream().map(Canonical::norms).toList();
    List<Matrix> balanced = new ArrayList<>();
    for (int axis = 0; axis < factors.size(); axis++) {
      double[] scales = new double[rank];
      for (int r = 0; r < rank; r++) {
        double product = 1;
        for (double[] norm : norms) {
          product *= norm[r];
        }
        double own = norms.get(axis)[r];
        scales[r] = product == 0 ? 0 : Math.pow(product, 1.0 / factors.size()) / own;
      }
      balanced.add(factors.get(axis).scaleColumns(scales));
    }
    return new Canonical(balanced);
  }

  /** A row for each combination of rows, the last matrix's fastest: products of their elements. */
  static Matrix khatriRao(List<Matrix> matrices) {
    Matrix product = matrices.getFirst();
    for (Matrix next : matrices.subList(1, matrices.size())) {
      int rank = next.columns();
      Matrix longer = Matrix.zeros(product.rows() * next.rows(), rank);
      for (int i = 0; i < product.rows(); i++) {
        for (int j = 0; j < next.rows(); j++) {
          int at = (i * next.rows() + j) * rank;
          for (int r = 0; r < rank; r++) {
            longer.values()[at + r] = product.get(i, r) * next.get(j, r);
          }
        }
      }
      product = longer;
    }
    return product;
  }

  static double[] norms(Matrix matrix) {
    double[] norms = new double[matrix.columns()];
    for (int i = 0; i < matrix.values().length; i++) {
      norms[i % norms.length] += matrix.values()[i] * matrix.values()[i];
    }
    for (int r = 0; r < norms.length; r++) {
      norms[r] = Math.sqrt(norms[r]);
    }
    return norms;
  }
}
