package dev.whittle.passes.prune;

import dev.whittle.ir.Value;
import dev.whittle.passes.prune.ChannelSets.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left of values while sets of their channels go: as many as they need at least. */
final class Survivors {
  private final ChannelSets sets;
  private final Map<Integer, List<Channel>> members;
  private final Map<Value, Integer> left = new HashMap<>();

  Survivors(ChannelSets sets) {
    this.sets = sets;
    this.members = sets.members();
    members
        .values()
        .forEach(m -> m.forEach(channel -> left.merge(channel.value(), 1, Integer::sum)));
  }

  /** Lets {@code set} go; false, and nothing happens, when a value would be left with too few. */
  boolean drop(int set) {
    Map<Value, Integer> lost = new HashMap<>();
    members.get(set).forEach(channel -> lost.merge(channel.value(), 1, Integer::sum));
    for (Map.Entry<Value, Integer> entry : lost.entrySet()) {
      if (left.get(entry.getKey()) - entry.getValue() < sets.least(entry.getKey())) {
        return false;
      }
    }
    lost.forEach((value, count) -> left.merge(value, -count, Integer::sum));
    return true;
  }
}
