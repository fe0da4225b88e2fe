package dev.whittle.passes.linear;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * A matrix of doubles, row after row.
 *
 * @param values shared, not copied; whoever hands them over stops writing to them
 */
public record Matrix(int rows, int columns, double[] values) {
  public Matrix {
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "%d x %d is not %d elements".formatted(rows, columns, values.length));
    }
  }

  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new double[Math.multiplyExact(rows, columns)]);
  }

  public static Matrix identity(int size) {
    Matrix identity = zeros(size, size);
    for (int i = 0; i < size; i++) {
      identity.values[i * size + i] = 1;
    }
    return identity;
  }

  static Matrix of(DMatrixRMaj matrix) {
    int size = matrix.getNumElements();
    return new Matrix(
        matrix.getNumRows(), matrix.getNumCols(), Arrays.copyOf(matrix.getData(), size));
  }

  /** The same elements for EJML, shared. */
  DMatrixRMaj shared() {
    return DMatrixRMaj.wrap(rows, columns, values);
  }

  public double get(int row, int column) {
    return values[row * columns + column];
  }

  public double[] column(int column) {
    double[] elements = new double[rows];
    for (int row = 0; row < rows; row++) {
      elements[row] = get(row, column);
    }
    return elements;
  }

  public Matrix transpose() {
    double[] transposed = new double[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return new Matrix(columns, rows, transposed);
  }

  /** The first {@code count} columns. */
  public Matrix leading(int count) {
    double[] kept = new double[Math.multiplyExact(rows, count)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns, kept, row * count, count);
    }
    return new Matrix(rows, count, kept);
  }

  /** Column {@code i} multiplied by {@code factors[i]}. */
  public Matrix scaleColumns(double[] factors) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[i % columns];
    }
    return new Matrix(rows, columns, scaled);
  }

  public Matrix plus(Matrix other) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new Matrix(rows, columns, sum);
  }

  public Matrix minus(Matrix other) {
    double[] difference = values.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other.values[i];
    }
    return new Matrix(rows, columns, difference);
  }

  public Matrix times(Matrix other) {
    if (columns != other.rows) {
      throw new IllegalArgumentException(
          "%d x %d times %d x %d".formatted(rows, columns, other.rows, other.columns));
    }
    return new Matrix(
        rows, other.columns, Product.of(rows, columns, other.columns, values, other.values));
  }

  /** {@code selfᵀ · self}. */
  public Matrix gram() {
    return transpose().times(this);
  }

  /** The sum of all squares. */
  public double energy() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /** The root of the sum of all squares. */
  public double norm() {
    return Math.sqrt(energy());
  }
}
