package dev.whittle.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.linear.Cholesky;
import dev.whittle.passes.linear.LeastSquares;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Svd;
import dev.whittle.passes.linear.SymmetricEigen;
import dev.whittle.tests.graphs.Cases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What makes a decomposition one: what it multiplies to, orthonormality, order, signs. */
class MatrixDecompositionsTest {
  private static final double TINY = 1e-10;

  @Test
  void productsAreSumsOfProducts() {
    Cases.run(
        "matrix products",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Matrix a = Draw.matrix(random, random.nextInt(1, 40), random.nextInt(1, 300));
          Matrix b = Draw.matrix(random, a.columns(), random.nextInt(1, 40));
          Matrix c = a.times(b);
          int row = random.nextInt(a.rows());
          int column = random.nextInt(b.columns());
          double sum = 0;
          for (int k = 0; k < a.columns(); k++) {
            sum += a.get(row, k) * b.get(k, column);
          }
          assertThat(c.get(row, column)).isCloseTo(sum, within(TINY));
        });
  }

  @Test
  void singularValuesAndVectorsMultiplyToTheMatrix() {
    Cases.run(
        "singular value decompositions",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Matrix a = Draw.matrix(random, random.nextInt(1, 40), random.nextInt(1, 40));
          Svd svd = Svd.of(a);
          assertThat(Draw.difference(svd.product(), a)).isLessThan(TINY);
          requireOrthonormal(svd.left());
          requireOrthonormal(svd.right());
          requireSortedAndSigned(svd.values(), svd.left());
          assertThat(svd.values()[svd.values().length - 1]).isNotNegative();
          double[] turned = a.values().clone();
          Arrays.setAll(turned, i -> -turned[i]);
          Svd other = Svd.of(new Matrix(a.rows(), a.columns(), turned));
          assertThat(Draw.difference(other.left(), svd.left())).isLessThan(1e-6);
        });
  }

  @Test
  void truncationLosesTheTailsEnergy() {
    Cases.run(
        "truncated decompositions",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Matrix a = Draw.matrix(random, random.nextInt(2, 40), random.nextInt(2, 40));
          Svd svd = Svd.of(a);
          int rank = random.nextInt(1, svd.values().length);
          double tail = 0;
          for (int i = rank; i < svd.values().length; i++) {
            tail += svd.values()[i] * svd.values()[i];
          }
          double lost = svd.truncate(rank).product().minus(a).energy();
          assertThat(lost).isCloseTo(tail, within(1e-9 * a.energy()));
        });
  }

  @Test
  void largeMatricesHaveTheirLeadingPartSketched() {
    SplittableRandom random = new SplittableRandom(3);
    Matrix low = Draw.matrix(random, 400, 330, 20);
    Matrix noise = Draw.matrix(random, 400, 330);
    Arrays.setAll(noise.values(), i -> 0.01 * noise.values()[i]);
    Matrix a = low.plus(noise);
    Svd sketch = Svd.leading(a, 20);
    Svd exact = Svd.of(a).truncate(20);
    requireOrthonormal(sketch.left());
    requireOrthonormal(sketch.right());
    requireSortedAndSigned(sketch.values(), sketch.left());
    for (int i = 0; i < 20; i++) {
      assertThat(sketch.values()[i]).isCloseTo(exact.values()[i], within(1e-6 * exact.values()[0]));
    }
    assertThat(Draw.difference(sketch.product(), exact.product())).isLessThan(1e-5);
    assertThat(Svd.leading(a, 20).left()).usingRecursiveComparison().isEqualTo(sketch.left());
    double[] values = Svd.values(a);
    assertThat(values).hasSize(330);
    assertThat(values[0]).isCloseTo(exact.values()[0], within(1e-9 * values[0]));
  }

  @Test
  void manyPartsOfLargeMatricesAreExact() {
    for (boolean isWide : new boolean[] {false, true}) {
      SplittableRandom random = new SplittableRandom(6);
      Matrix tall = Draw.matrix(random, 330, 270);
      Matrix a = isWide ? tall.transpose() : tall;
      Svd leading = Svd.leading(a, 200);
      Svd exact = Svd.of(a).truncate(200);
      requireOrthonormal(leading.left());
      requireOrthonormal(leading.right());
      requireSortedAndSigned(leading.values(), leading.left());
      assertThat(Draw.difference(leading.product(), exact.product())).isLessThan(1e-8);
    }
    Matrix low = Draw.matrix(new SplittableRandom(7), 300, 280, 40);
    assertThat(Draw.difference(Svd.leading(low, 150).product(), low)).isLessThan(1e-8);
  }

  @Test
  void slowlyFallingSpectraAreSketchedNearlyAsWellAsPossible() {
    Matrix a = Draw.matrix(new SplittableRandom(4), 320, 300);
    double best = Svd.of(a).truncate(60).product().minus(a).norm();
    double sketched = Svd.leading(a, 60).product().minus(a).norm();
    assertThat(sketched / best).isBetween(1 - 1e-12, 1.01);
  }

  @Test
  void eigenvectorsAreOrthonormalAndSorted() {
    Cases.run(
        "symmetric matrices",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Matrix half = Draw.matrix(random, random.nextInt(1, 30), random.nextInt(1, 30));
          Matrix a = half.gram();
          SymmetricEigen eigen = SymmetricEigen.of(a);
          requireOrthonormal(eigen.vectors());
          requireSortedAndSigned(eigen.values(), eigen.vectors());
          Matrix product =
              eigen.vectors().scaleColumns(eigen.values()).times(eigen.vectors().transpose());
          assertThat(Draw.difference(product, a)).isLessThan(TINY);
          assertThat(SymmetricEigen.values(a))
              .usingComparatorWithPrecision(TINY * (1 + eigen.values()[0]))
              .containsExactly(eigen.values());
        });
  }

  @Test
  void choleskyFactorsSolve() {
    Cases.run(
        "positive definite matrices",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int size = random.nextInt(1, 100);
          Matrix a = Draw.matrix(random, size + 5, size).gram().plus(Matrix.identity(size));
          Cholesky cholesky = Cholesky.of(a).orElseThrow();
          Matrix lower = cholesky.lower();
          assertThat(Draw.difference(lower.times(lower.transpose()), a)).isLessThan(TINY);
          Matrix b = Draw.matrix(random, size, 3);
          assertThat(Draw.difference(a.times(cholesky.solve(b)), b)).isLessThan(TINY);
          assertThat(Draw.difference(lower.times(cholesky.solveLower(b)), b)).isLessThan(TINY);
          Matrix upper = lower.transpose();
          assertThat(Draw.difference(upper.times(cholesky.solveUpper(b)), b)).isLessThan(TINY);
        });
    assertThat(Cholesky.of(new Matrix(2, 2, new double[] {1, 2, 2, 1}))).isEmpty();
  }

  @Test
  void regressionFindsWhatMadeTheObservations() {
    Cases.run(
        "regressions",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int inputs = random.nextInt(1, 20);
          Matrix a = Draw.matrix(random, inputs + 10, inputs);
          Matrix x = Draw.matrix(random, inputs, 4);
          assertThat(Draw.difference(LeastSquares.solve(a, a.times(x), 0), x)).isLessThan(1e-7);
          Matrix shrunk = LeastSquares.solve(a, a.times(x), 1);
          assertThat(shrunk.norm()).isLessThan(x.norm());
        });
  }

  @Test
  void singularRegressionsStillFit() {
    SplittableRandom random = new SplittableRandom(5);
    Matrix a = Draw.matrix(random, 30, 12, 6);
    Matrix b = a.times(Draw.matrix(random, 12, 2));
    assertThat(Draw.difference(a.times(LeastSquares.solve(a, b, 0)), b)).isLessThan(1e-5);
  }

  private static void requireOrthonormal(Matrix columns) {
    Matrix difference = columns.gram().minus(Matrix.identity(columns.columns()));
    assertThat(difference.norm()).isLessThan(1e-8);
  }

  private static void requireSortedAndSigned(double[] values, Matrix vectors) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(sorted[values.length - 1 - i]);
      double[] vector = vectors.column(i);
      assertThat(Arrays.stream(vector).max().orElseThrow())
          .isGreaterThanOrEqualTo(-Arrays.stream(vector).min().orElseThrow());
    }
  }
}
