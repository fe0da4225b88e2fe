package dev.whittle.passes.cluster;

import dev.whittle.passes.linear.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Points in clusters of one size, near their centres: k-means (Lloyd) whose assignment gives every
 * cluster its share, the surest point first, and then swaps pairs while that helps.
 *
 * @param cluster of each point
 * @param clusters how many there are
 */
public record EqualClusters(int[] cluster, int clusters) {
  private static final int ROUNDS = 30;
  private static final int STARTS = 5;

  /**
   * Clusters the rows of {@code points}.
   *
   * @throws IllegalArgumentException when {@code clusters} does not divide their number
   */
  public static EqualClusters of(Matrix points, int clusters) {
    if (points.rows() % clusters != 0) {
      throw new IllegalArgumentException(
          "%d points in %d clusters".formatted(points.rows(), clusters));
    }
    EqualClusters best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      int[] cluster = settle(points, clusters, new SplittableRandom(start));
      double spread = spread(points, cluster, clusters);
      if (spread < least) {
        least = spread;
        best = new EqualClusters(cluster, clusters);
      }
    }
    return best;
  }

  /** The points of a cluster, in order. */
  public int[] members(int of) {
    return IntStream.range(0, cluster.length).filter(i -> cluster[i] == of).toArray();
  }

  /** The sum of squared distances of all points to their cluster's mean. */
  static double spread(Matrix points, int[] cluster, int clusters) {
    Matrix centres = centres(points, cluster, clusters);
    double sum = 0;
    for (int i = 0; i < cluster.length; i++) {
      sum += distance(points, i, centres, cluster[i]);
    }
    return sum;
  }

  private static int[] settle(Matrix points, int clusters, SplittableRandom random) {
    Matrix centres = seeds(points, clusters, random);
    int[] cluster = new int[0];
    for (int round = 0; round < ROUNDS; round++) {
      int[] next = assign(points, centres);
      if (Arrays.equals(next, cluster)) {
        break;
      }
      cluster = next;
      centres = centres(points, cluster, clusters);
    }
    return cluster;
  }

  /** Points far from each other (k-means++, Arthur and Vassilvitskii 2007). */
  private static Matrix seeds(Matrix points, int clusters, SplittableRandom random) {
    Matrix seeds = Matrix.zeros(clusters, points.columns());
    double[] nearest = new double[points.rows()];
    Arrays.fill(nearest, Double.MAX_VALUE);
    int chosen = random.nextInt(points.rows());
    for (int k = 0; k < clusters; k++) {
      System.arraycopy(
          points.values(),
          chosen * points.columns(),
          seeds.values(),
          k * points.columns(),
          points.columns());
      double sum = 0;
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(points, i, seeds, k));
        sum += nearest[i];
      }
      double at = random.nextDouble() * sum;
      chosen = 0;
      while (chosen + 1 < nearest.length && at >= nearest[chosen]) {
        at -= nearest[chosen++];
      }
    }
    return seeds;
  }

  private static int[] assign(Matrix points, Matrix centres) {
    int clusters = centres.rows();
    int share = points.rows() / clusters;
    double[][] distances = new double[points.rows()][clusters];
    for (int i = 0; i < points.rows(); i++) {
      for (int k = 0; k < clusters; k++) {
        distances[i][k] = distance(points, i, centres, k);
      }
    }
    Integer[] pairs =
        IntStream.range(0, points.rows() * clusters)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer p) -> distances[p / clusters][p % clusters]))
            .toArray(Integer[]::new);
    int[] cluster = new int[points.rows()];
    Arrays.fill(cluster, -1);
    int[] sizes = new int[clusters];
    for (int pair : pairs) {
      if (cluster[pair / clusters] < 0 && sizes[pair % clusters] < share) {
        cluster[pair / clusters] = pair % clusters;
        sizes[pair % clusters]++;
      }
    }
    swap(cluster, distances);
    return cluster;
  }

  private static void swap(int[] cluster, double[][] distances) {
    boolean changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
      changed = false;
      for (int i = 0; i < cluster.length; i++) {
        for (int j = i + 1; j < cluster.length; j++) {
          double now = distances[i][cluster[i]] + distances[j][cluster[j]];
          double then = distances[i][cluster[j]] + distances[j][cluster[i]];
          if (then < now * (1 - 1e-12)) {
            int swapped = cluster[i];
            cluster[i] = cluster[j];
            cluster[j] = swapped;
            changed = true;
          }
        }
      }
    }
  }

  private static Matrix centres(Matrix points, int[] cluster, int clusters) {
    Matrix centres = Matrix.zeros(clusters, points.columns());
    double share = (double) points.rows() / clusters;
    for (int i = 0; i < cluster.length; i++) {
      for (int k = 0; k < points.columns(); k++) {
        centres.values()[cluster[i] * points.columns() + k] += points.get(i, k) / share;
      }
    }
    return centres;
  }

  private static double distance(Matrix points, int point, Matrix centres, int centre) {
    double sum = 0;
    for (int k = 0; k < points.columns(); k++) {
      double difference = points.get(point, k) - centres.get(centre, k);
      sum += difference * difference;
    }
    return sum;
  }
}
