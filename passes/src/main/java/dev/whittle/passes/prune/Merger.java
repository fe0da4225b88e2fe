package dev.whittle.passes.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Merges outputs of a layer, the least salient first (Srinivas and Babu 2015, algorithm 1): an
 * output j goes, and what reads output i reads a multiple of it for j. The saliency is the mean
 * square of the weights that read j, times ‖wⱼ‖², times the square of the distance of i and j.
 * After each merge that of i is worked out anew.
 */
final class Merger {
  private final Similarity similarity;
  private final Readers readers;
  private final double[][] squares;
  private final double[] best;
  private final int[] targets;
  private final boolean[] isGone;

  /** Output {@code gone} goes and {@code kept} stands for it. */
  record Merge(int kept, int gone, double factor, double saliency) {}

  /** Weights that read outputs; changed by the merges. */
  Merger(Similarity similarity, Readers readers) {
    this.similarity = similarity;
    this.readers = readers;
    int count = readers.outputs();
    this.squares = new double[count][count];
    this.best = new double[count];
    this.targets = new int[count];
    this.isGone = new boolean[count];
    for (int gone = 0; gone < count; gone++) {
      for (int kept = 0; kept < count; kept++) {
        squares[gone][kept] =
            kept != gone && readers.isAlike(kept, gone)
                ? Math.pow(similarity.distance(kept, gone), 2)
                : Double.POSITIVE_INFINITY;
      }
    }
    for (int gone = 0; gone < count; gone++) {
      find(gone);
    }
  }

  /** The saliencies of all merges that are possible, before the first. */
  double[] saliencies() {
    double[] all = new double[squares.length * squares.length];
    int count = 0;
    for (int gone = 0; gone < squares.length; gone++) {
      double weight = weight(gone);
      for (double square : squares[gone]) {
        if (Double.isFinite(square)) {
          all[count++] = weight * square;
        }
      }
    }
    return Arrays.copyOf(all, count);
  }

  /**
   * Merges as long as there are outputs that can go, at most {@code most}.
   *
   * @param mayGo asked before an output goes; it stays when not
   */
  List<Merge> merge(int most, IntPredicate mayGo) {
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most) {
      int gone = least();
      if (gone < 0) {
        break;
      }
      if (!mayGo.test(gone)) {
        best[gone] = Double.POSITIVE_INFINITY;
        Arrays.fill(squares[gone], Double.POSITIVE_INFINITY);
        continue;
      }
      int kept = targets[gone];
      double factor = similarity.factor(kept, gone);
      merges.add(new Merge(kept, gone, factor, best[gone]));
      readers.merge(kept, gone, factor);
      isGone[gone] = true;
      for (int other = 0; other < targets.length; other++) {
        if (!isGone[other] && (targets[other] == gone || other == kept)) {
          find(other);
        }
      }
    }
    return merges;
  }

  private int least() {
    int least = -1;
    for (int i = 0; i < best.length; i++) {
      if (!isGone[i] && Double.isFinite(best[i]) && (least < 0 || best[i] < best[least])) {
        least = i;
      }
    }
    return least;
  }

  /** Finds what may best stand for {@code gone}. */
  private void find(int gone) {
    double[] distances = squares[gone];
    int target = -1;
    for (int kept = 0; kept < distances.length; kept++) {
      if (!isGone[kept]
          && Double.isFinite(distances[kept])
          && (target < 0 || distances[kept] < distances[target])) {
        target = kept;
      }
    }
    targets[gone] = target;
    best[gone] = target < 0 ? Double.POSITIVE_INFINITY : weight(gone) * distances[target];
  }

  private double weight(int output) {
    double length = similarity.length(output);
    return length * length * readers.meanSquare(output);
  }
}
