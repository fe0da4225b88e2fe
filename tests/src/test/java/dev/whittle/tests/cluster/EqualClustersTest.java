package dev.whittle.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.cluster.EqualClusters;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.tests.graphs.Cases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Clusters have one size, and are those that are plain to see. */
class EqualClustersTest {
  @Test
  void allClustersHaveOneSize() {
    Cases.run(
        "equal clusters",
        50,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int clusters = random.nextInt(1, 6);
          int share = random.nextInt(1, 8);
          Matrix points = Matrix.zeros(clusters * share, random.nextInt(1, 5));
          Arrays.setAll(points.values(), i -> random.nextGaussian());
          EqualClusters found = EqualClusters.of(points, clusters);
          for (int k = 0; k < clusters; k++) {
            assertThat(found.members(k)).hasSize(share);
          }
          assertThat(EqualClusters.of(points, clusters).cluster()).isEqualTo(found.cluster());
        });
  }

  @Test
  void clustersFarApartAreFound() {
    Cases.run(
        "clusters far apart",
        50,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int clusters = random.nextInt(2, 5);
          Matrix points = Matrix.zeros(6 * clusters, 3);
          Arrays.setAll(
              points.values(), i -> random.nextGaussian() + 100 * (i / 3 % clusters) * (i % 3 + 1));
          int[] cluster = EqualClusters.of(points, clusters).cluster();
          for (int i = clusters; i < cluster.length; i++) {
            assertThat(cluster[i]).isEqualTo(cluster[i - clusters]);
          }
        });
  }
}
