package dev.whittle.cli.report.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rank of each vertex of an acyclic graph, one more than the highest it reads from, and where
 * the ranks can be broken into columns: where all edges onwards leave from one vertex.
 */
final class Ranks {
  private static final int MOST_COLUMNS = 5;
  private static final int SHORTEST = 12;
  private static final int SLACK = 4;
  private static final int SPLIT_BLOCK = 3;

  private final List<List<Integer>> reads;
  private final List<String> blocks;
  private final int[] ranks;
  private final int count;

  Ranks(List<List<Integer>> reads, List<String> blocks) {
    this.reads = reads;
    this.blocks = blocks;
    this.ranks = new int[reads.size()];
    int[] earliestReader = new int[reads.size()];
    Arrays.fill(earliestReader, Integer.MAX_VALUE);
    for (int v = 0; v < ranks.length; v++) {
      for (int from : reads.get(v)) {
        ranks[v] = Math.max(ranks[v], ranks[from] + 1);
      }
      for (int from : reads.get(v)) {
        earliestReader[from] = Math.min(earliestReader[from], ranks[v]);
      }
    }
    for (int v = 0; v < ranks.length; v++) {
      boolean isLateInput = reads.get(v).isEmpty() && earliestReader[v] < Integer.MAX_VALUE;
      ranks[v] = isLateInput ? earliestReader[v] - 1 : ranks[v];
    }
    this.count = Arrays.stream(ranks).max().orElse(-1) + 1;
  }

  int of(int vertex) {
    return ranks[vertex];
  }

  int count() {
    return count;
  }

  /** The first rank of each column after the first, in order. */
  List<Integer> breaks() {
    int columns = Math.clamp(Math.ceilDiv(count, SHORTEST), 1, MOST_COLUMNS);
    List<Integer> breaks = new ArrayList<>();
    for (int column = 1; column < columns; column++) {
      int wanted = Math.ceilDiv(column * count, columns);
      int best = -1;
      for (int rank = wanted - SLACK; rank <= wanted + SLACK; rank++) {
        boolean isFree = rank > (breaks.isEmpty() ? 0 : breaks.getLast()) && rank < count;
        if (isFree && gate(rank) >= 0 && (best < 0 || cost(rank, wanted) < cost(best, wanted))) {
          best = rank;
        }
      }
      if (best > 0) {
        breaks.add(best);
      }
    }
    return breaks;
  }

  /** The only vertex before {@code rank} that later ones read, on the rank just before; else −1. */
  int gate(int rank) {
    int gate = -1;
    for (int v = 0; v < ranks.length; v++) {
      for (int from : ranks[v] >= rank ? reads.get(v) : List.<Integer>of()) {
        if (ranks[from] < rank && from != gate) {
          if (gate >= 0 || ranks[from] != rank - 1) {
            return -1;
          }
          gate = from;
        }
      }
    }
    return gate;
  }

  private int cost(int rank, int wanted) {
    String before = blocks.get(gate(rank));
    boolean isSplit = false;
    for (int v = 0; v < ranks.length; v++) {
      isSplit |= ranks[v] == rank && !before.isEmpty() && blocks.get(v).equals(before);
    }
    return Math.abs(rank - wanted) + (isSplit ? SPLIT_BLOCK : 0);
  }
}
