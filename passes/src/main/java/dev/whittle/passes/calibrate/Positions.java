package dev.whittle.passes.calibrate;

import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Random places in maps: the same seed, map and item give the same places, whatever network the map
 * belongs to.
 */
public record Positions(long seed, int each) {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  /**
   * {@link #each} different places among {@code area}, in order; all of them where that is less.
   */
  int[] of(String map, int item, int area) {
    if (area <= each) {
      int[] all = new int[area];
      for (int i = 0; i < area; i++) {
        all[i] = i;
      }
      return all;
    }
    SplittableRandom random = new SplittableRandom((seed + map.hashCode()) * MIX + item);
    TreeSet<Integer> drawn = new TreeSet<>();
    while (drawn.size() < each) {
      drawn.add(random.nextInt(area));
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }
}
