package dev.whittle.passes.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Offsets for blocks in one arena such that blocks that live at the same time do not overlap.
 *
 * <p>Several greedy packings are made and the smallest kept: blocks ordered by size, by size times
 * lifetime, by lifetime or by start, each put into the lowest or the tightest gap between the
 * blocks it meets. (Offline dynamic storage allocation is NP-hard; greedy by size is Pisarchyk and
 * Lee, 2020, arXiv 2001.03288.)
 *
 * @param offsets one for each block, in floats
 * @param floats the end of the highest block
 * @param bound the most that is alive at one position, which no packing can beat
 */
record Packing(List<Long> offsets, long floats, long bound) {
  private static final List<Comparator<Block>> ORDERS =
      List.of(
          Comparator.comparingLong(Block::floats).reversed(),
          Comparator.comparingLong(Block::area).reversed(),
          Comparator.<Block>comparingInt(b -> b.from() - b.to())
              .thenComparing(Comparator.comparingLong(Block::floats).reversed()),
          Comparator.comparingInt(Block::from));

  /** The smallest of the packings tried; the first among equals. */
  static Packing of(List<Block> blocks) {
    long bound = bound(blocks);
    Packing best = null;
    for (Comparator<Block> order : ORDERS) {
      for (boolean isTightest : new boolean[] {false, true}) {
        if (best == null || best.floats > bound) {
          List<Long> offsets = place(blocks, order, isTightest);
          long end =
              IntStream.range(0, blocks.size())
                  .mapToLong(i -> offsets.get(i) + blocks.get(i).floats())
                  .max()
                  .orElse(0);
          best = best == null || end < best.floats ? new Packing(offsets, end, bound) : best;
        }
      }
    }
    return best;
  }

  private static long bound(List<Block> blocks) {
    TreeMap<Integer, Long> changes = new TreeMap<>();
    for (Block block : blocks) {
      changes.merge(block.from(), block.floats(), Long::sum);
      changes.merge(block.to() + 1, -block.floats(), Long::sum);
    }
    long live = 0;
    long most = 0;
    for (long change : changes.values()) {
      live += change;
      most = Math.max(most, live);
    }
    return most;
  }

  private static List<Long> place(List<Block> blocks, Comparator<Block> order, boolean isTightest) {
    Long[] offsets = new Long[blocks.size()];
    List<Integer> byOffset = new ArrayList<>();
    List<Integer> sequence =
        IntStream.range(0, blocks.size())
            .boxed()
            .sorted(Comparator.<Integer, Block>comparing(blocks::get, order).thenComparing(i -> i))
            .toList();
    for (int index : sequence) {
      offsets[index] = gap(blocks, offsets, byOffset, blocks.get(index), isTightest);
      int at = 0;
      while (at < byOffset.size() && offsets[byOffset.get(at)] <= offsets[index]) {
        at++;
      }
      byOffset.add(at, index);
    }
    return List.of(offsets);
  }

  private static long gap(
      List<Block> blocks, Long[] offsets, List<Integer> byOffset, Block block, boolean isTightest) {
    long end = 0;
    long best = -1;
    long tightest = Long.MAX_VALUE;
    for (int other : byOffset) {
      if (!blocks.get(other).meets(block)) {
        continue;
      }
      long room = offsets[other] - end;
      if (room >= block.floats() && room < tightest) {
        best = end;
        tightest = isTightest ? room : 0;
      }
      end = Math.max(end, offsets[other] + blocks.get(other).floats());
    }
    return best < 0 ? end : best;
  }
}
