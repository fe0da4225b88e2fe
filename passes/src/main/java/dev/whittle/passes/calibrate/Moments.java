package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Matrix;
import java.util.Arrays;

/**
 * Means, scatter matrices and ranges of paired observations x and y, in memory that does not grow
 * with their number: blocks of rows are centred on their own means and merged (Chan, Golub and
 * LeVeque 1983).
 */
public final class Moments {
  private final double[] xMean;
  private final double[] yMean;
  private final double[] xGram;
  private final double[] cross;
  private final double[] least;
  private final double[] most;
  private long count;
  private double yEnergy;

  /** Nothing seen yet, of {@code x} and {@code y} elements an observation. */
  public Moments(int x, int y) {
    this.xMean = new double[x];
    this.yMean = new double[y];
    this.xGram = new double[x * x];
    this.cross = new double[x * y];
    this.least = new double[x];
    this.most = new double[x];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  /** Adds observations, a row each. */
  public void add(Matrix x, Matrix y) {
    double[] xBlock = means(x);
    double[] yBlock = means(y);
    Matrix xCentred = centred(x, xBlock);
    Matrix yCentred = x == y ? xCentred : centred(y, yBlock);
    Matrix transposed = xCentred.transpose();
    double weight = (double) count * x.rows() / (count + x.rows());
    double[] xStep = minus(xBlock, xMean);
    double[] yStep = minus(yBlock, yMean);
    Matrix xProduct = transposed.times(xCentred);
    Matrix product = x == y ? xProduct : transposed.times(yCentred);
    merge(xGram, xProduct.values(), xStep, xStep, weight);
    merge(cross, product.values(), xStep, yStep, weight);
    yEnergy += yCentred.energy();
    for (double step : yStep) {
      yEnergy += weight * step * step;
    }
    count += x.rows();
    move(xMean, xStep, (double) x.rows() / count);
    move(yMean, yStep, (double) x.rows() / count);
    widen(x);
  }

  private void widen(Matrix x) {
    for (int i = 0; i < x.values().length; i++) {
      int channel = i % xMean.length;
      least[channel] = Math.min(least[channel], x.values()[i]);
      most[channel] = Math.max(most[channel], x.values()[i]);
    }
  }

  private static double[] means(Matrix rows) {
    double[] sum = new double[rows.columns()];
    for (int i = 0; i < rows.values().length; i++) {
      sum[i % sum.length] += rows.values()[i];
    }
    return Arrays.stream(sum).map(s -> s / rows.rows()).toArray();
  }

  /** {@code rows} with {@code mean} taken from each. */
  static Matrix centred(Matrix rows, double[] mean) {
    double[] centred = rows.values().clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= mean[i % mean.length];
    }
    return new Matrix(rows.rows(), rows.columns(), centred);
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  private static void merge(double[] sum, double[] block, double[] x, double[] y, double weight) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        sum[i * y.length + j] += block[i * y.length + j] + weight * x[i] * y[j];
      }
    }
  }

  private static void move(double[] mean, double[] step, double share) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] += share * step[i];
    }
  }

  /** Observations. */
  public long count() {
    return count;
  }

  /** The mean of each element of x. */
  public double[] xMean() {
    return xMean.clone();
  }

  /** The mean of each element of y. */
  public double[] yMean() {
    return yMean.clone();
  }

  /** {@code Σ (x − x̄) · (x − x̄)ᵀ}. */
  public Matrix xGram() {
    return new Matrix(xMean.length, xMean.length, xGram.clone());
  }

  /** {@code Σ (x − x̄) · (y − ȳ)ᵀ}. */
  public Matrix cross() {
    return new Matrix(xMean.length, yMean.length, cross.clone());
  }

  /** {@code Σ ‖y − ȳ‖²}. */
  public double yEnergy() {
    return yEnergy;
  }

  /** The least of each element of x; infinite before there is any. */
  public double[] least() {
    return least.clone();
  }

  /** The largest of each element of x. */
  public double[] most() {
    return most.clone();
  }
}
