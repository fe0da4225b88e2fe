package dev.whittle.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.linear.AlternatingLeastSquares;
import dev.whittle.passes.linear.Canonical;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.RankOne;
import dev.whittle.passes.linear.TensorTrain;
import dev.whittle.passes.linear.Tucker;
import dev.whittle.tests.graphs.Cases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tensors of known rank are found again; errors are what is left out, and fall with the rank. */
class TensorDecompositionsTest {
  @Test
  void foldingUndoesUnfolding() {
    Cases.run(
        "unfolded tensors",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Multiway tensor = Draw.tensor(random, sizes(random, 4));
          int axis = random.nextInt(4);
          Multiway again = Multiway.fold(tensor.unfold(axis), axis, tensor.sizes());
          assertThat(again.values()).isEqualTo(tensor.values());
          Matrix identity = Matrix.identity(tensor.sizes()[axis]);
          assertThat(tensor.times(axis, identity).values()).isEqualTo(tensor.values());
        });
  }

  @Test
  void tuckerIsExactAtFullRankAndLosesTheCoresRest() {
    Cases.run(
        "Tucker forms",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Multiway tensor = Draw.tensor(random, sizes(random, 4));
          Tucker full = Tucker.of(tensor, 0, 1);
          assertThat(Draw.difference(full.product(), tensor)).isLessThan(1e-10);
          int first = random.nextInt(1, tensor.sizes()[0] + 1);
          int second = random.nextInt(1, tensor.sizes()[1] + 1);
          Tucker part = full.truncate(first, second);
          double lost = part.product().minus(tensor).energy();
          assertThat(lost)
              .isCloseTo(tensor.energy() - part.core().energy(), within(1e-9 * tensor.energy()));
        });
  }

  @Test
  void tuckerFindsTensorsOfKnownRanks() {
    SplittableRandom random = new SplittableRandom(1);
    Multiway tensor =
        Draw.tensor(random, 3, 2, 3, 3)
            .times(0, Draw.matrix(random, 12, 3))
            .times(1, Draw.matrix(random, 9, 2));
    Tucker part = Tucker.of(tensor, 0, 1).truncate(3, 2);
    assertThat(Draw.difference(part.product(), tensor)).isLessThan(1e-5);
  }

  @Test
  void trainsAreExactAtFullRankAndFindKnownRanks() {
    Cases.run(
        "tensor trains",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int[] sizes = sizes(random, random.nextInt(2, 6));
          Multiway tensor = Draw.tensor(random, sizes);
          TensorTrain full = TensorTrain.of(tensor, Integer.MAX_VALUE);
          assertThat(Draw.difference(full.product(), tensor)).isLessThan(1e-10);
          int rank = random.nextInt(1, 4);
          TensorTrain known = TensorTrain.of(tensor, rank);
          TensorTrain again = TensorTrain.of(known.product(), rank);
          assertThat(Draw.difference(again.product(), known.product())).isLessThan(1e-10);
          int[] ranks = TensorTrain.ranks(sizes, rank);
          for (int k = 0; k < sizes.length; k++) {
            assertThat(known.cores().get(k).sizes())
                .containsExactly(ranks[k], sizes[k], ranks[k + 1]);
          }
        });
  }

  @Test
  void trainsOfHigherRankLoseLess() {
    Cases.run(
        "ranks of tensor trains",
        20,
        seed -> {
          Multiway tensor = Draw.tensor(new SplittableRandom(seed), 6, 5, 4, 6);
          double last = Double.POSITIVE_INFINITY;
          for (int rank = 1; rank <= 30; rank++) {
            double lost = TensorTrain.of(tensor, rank).product().minus(tensor).energy();
            assertThat(lost).isLessThanOrEqualTo(last * (1 + 1e-9) + 1e-12);
            last = lost;
          }
        });
  }

  @Test
  void sumsOfProductsOfKnownRankAreFound() {
    Cases.run(
        "CP fits of known rank",
        30,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          boolean isFour = random.nextBoolean();
          int[] sizes = isFour ? new int[] {10, 8, 3, 3} : new int[] {12, 9, 9};
          int rank = random.nextInt(1, 5);
          List<Matrix> factors = new ArrayList<>();
          for (int size : sizes) {
            factors.add(Draw.matrix(random, size, rank));
          }
          Multiway tensor = new Canonical(factors).product();
          AlternatingLeastSquares fits = new AlternatingLeastSquares(tensor, 1);
          assertThat(Draw.difference(fits.fit(rank).product(), tensor)).isLessThan(1e-5);
        });
  }

  @Test
  void fitsOfHigherRankAreNoWorse() {
    Cases.run(
        "ranks of CP fits",
        10,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Multiway tensor = Draw.tensor(random, 7, 6, 3, 3);
          AlternatingLeastSquares fits = new AlternatingLeastSquares(tensor, 1);
          double last = 1;
          for (int rank = 1; rank <= 8; rank++) {
            double residual = fits.residual(rank);
            assertThat(residual).isLessThanOrEqualTo(last + 1e-12);
            double lost = fits.fit(rank).product().minus(tensor).energy() / tensor.energy();
            assertThat(residual).isCloseTo(lost, within(1e-9));
            last = residual;
          }
          assertThat(last).isLessThan(0.8);
        });
  }

  @Test
  void fibresOneByOneAreTheWholeTensor() {
    Cases.run(
        "exact sums of products",
        30,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Multiway tensor = Draw.tensor(random, sizes(random, random.nextInt(3, 5)));
          Canonical exact = Canonical.exact(tensor);
          assertThat(exact.rank()).isEqualTo(Canonical.mostRank(tensor.sizes()));
          assertThat(Draw.difference(exact.product(), tensor)).isLessThan(1e-12);
          assertThat(Draw.difference(exact.balanced().product(), tensor)).isLessThan(1e-12);
        });
  }

  @Test
  void outerProductsAreFoundAndLeaveTheirEnergyLess() {
    Cases.run(
        "outer products",
        30,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Multiway tensor = Draw.tensor(random, sizes(random, 3));
          RankOne one = RankOne.of(tensor);
          double left = tensor.minus(one.product()).energy();
          assertThat(left)
              .isCloseTo(
                  tensor.energy() - one.scale() * one.scale(), within(1e-9 * tensor.energy()));
          RankOne again = RankOne.of(one.product());
          assertThat(Draw.difference(again.product(), one.product())).isLessThan(1e-9);
        });
  }

  private static int[] sizes(SplittableRandom random, int axes) {
    int[] sizes = new int[axes];
    Arrays.setAll(sizes, i -> random.nextInt(1, 8));
    return sizes;
  }
}
