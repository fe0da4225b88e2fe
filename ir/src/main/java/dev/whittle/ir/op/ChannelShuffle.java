package dev.whittle.ir.op;

import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Joins its operands along the channels, takes them from each of {@code groups} equal groups in
 * turns, and cuts them into parts (Zhang et al., ShuffleNet, arXiv 1707.01083, section 3.1): of
 * {@code C} channels, channel {@code i} of the results is channel {@code (i mod groups) · C/groups
 * + i / groups} of the operands.
 *
 * @param sizes the channels of each result; none for all in one
 */
@Operator(
    name = "channel_shuffle",
    operands = {"x*"},
    summary = "Takes channels from groups in turns.")
public record ChannelShuffle(int groups, @Default("[]") List<Integer> sizes) implements Op {
  public ChannelShuffle {
    sizes = List.copyOf(sizes);
  }

  /** The channel of the joined operands, of {@code channels} in all, that goes to {@code to}. */
  public int source(int to, int channels) {
    return to % groups * (channels / groups) + to / groups;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    for (int i = 0; i < operands.size(); i++) {
      Check.rank(operands, i, 2, 5);
    }
    Shape joined = new Concat(1).infer(operands).getFirst().shape();
    Check.atLeast(List.of(groups), 1, "groups");
    if (joined.size(1) % groups != 0) {
      throw new ShapeException(
          "groups must divide the %d channels, is %d".formatted(joined.size(1), groups));
    }
    if (sizes.isEmpty()) {
      return Check.one(operands.getFirst(), joined);
    }
    return new Split(1, sizes).infer(List.of(operands.getFirst().withShape(joined)));
  }
}
