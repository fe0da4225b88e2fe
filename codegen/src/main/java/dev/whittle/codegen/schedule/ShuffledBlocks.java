package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression.Interleave;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ChannelShuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the lanes of a shuffle's results come from, when operands and results are blocked. A vector
 * of a result is {@link Interleave}d from runs of neighbouring channels, one for each group; a run
 * lies in one block of an operand, or is cut where a block or an operand ends.
 *
 * @param interleaved groups that a vector takes lanes from in turns; 1 for no more than a lane of
 *     each
 * @param series what makes up the results
 */
record ShuffledBlocks(int interleaved, List<Series> series) {
  /**
   * The lanes {@code [from, to)} of a vector before it is interleaved: lane {@code i} is lane
   * {@code i + shift} of a block.
   */
  record Run(int operand, int block, int shift, int from, int to) {
    Run next() {
      return new Run(operand, block + 1, shift, from, to);
    }
  }

  /**
   * Blocks of one result whose runs lie one block further each time.
   *
   * @param first the first of them
   * @param step from one to the next
   */
  record Series(int result, int first, int step, int count, List<Run> runs) {}

  /** The plan of {@code shuffle} on blocks of {@code lanes} channels. */
  static ShuffledBlocks of(
      ChannelShuffle shuffle, List<TensorType> operands, List<TensorType> results, int lanes) {
    return new Planner(shuffle, operands, results, lanes).plan();
  }

  private static final class Planner {
    private final ChannelShuffle shuffle;
    private final List<TensorType> operands;
    private final List<TensorType> results;
    private final int channels;
    private final int interleaved;
    private final int[] lanes;

    Planner(
        ChannelShuffle shuffle, List<TensorType> operands, List<TensorType> results, int lanes) {
      this.shuffle = shuffle;
      this.operands = operands;
      this.results = results;
      this.channels = operands.stream().mapToInt(t -> t.shape().size(1)).sum();
      this.interleaved = shuffle.groups() < lanes ? shuffle.groups() : 1;
      this.lanes = new int[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        this.lanes[Interleave.source(lane, interleaved, lanes)] = lane;
      }
    }

    ShuffledBlocks plan() {
      List<Series> series = new ArrayList<>();
      int start = 0;
      for (int result = 0; result < results.size(); result++) {
        int size = results.get(result).shape().size(1);
        series.addAll(series(result, start, size));
        start += size;
      }
      return new ShuffledBlocks(interleaved, List.copyOf(series));
    }

    private List<Series> series(int result, int start, int size) {
      int blocks = Math.ceilDiv(size, lanes.length);
      int step = shuffle.groups();
      List<Series> found = new ArrayList<>();
      for (int phase = 0; phase < Math.min(step, blocks); phase++) {
        int first = phase;
        List<Run> runs = runs(start, size, phase);
        List<Run> last = runs;
        for (int block = phase + step; block < blocks; block += step) {
          List<Run> next = runs(start, size, block);
          if (!next.equals(last.stream().map(Run::next).toList())) {
            found.add(new Series(result, first, step, (block - first) / step, runs));
            first = block;
            runs = next;
          }
          last = next;
        }
        found.add(new Series(result, first, step, Math.ceilDiv(blocks - first, step), runs));
      }
      return found;
    }

    /** The runs of a block of the result that is the channels from {@code start} on. */
    private List<Run> runs(int start, int size, int block) {
      List<Run> runs = new ArrayList<>();
      for (int at = 0; at < lanes.length; at++) {
        int channel = block * lanes.length + lanes[at];
        if (channel < size) {
          Run lane = lane(shuffle.source(start + channel, channels), at);
          Optional<Run> before = runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
          boolean isSame =
              before
                  .filter(r -> r.operand() == lane.operand())
                  .filter(r -> r.block() == lane.block() && r.shift() == lane.shift())
                  .isPresent();
          int from = isSame ? runs.removeLast().from() : at;
          runs.add(new Run(lane.operand(), lane.block(), lane.shift(), from, at + 1));
        }
      }
      return List.copyOf(runs);
    }

    /** Lane {@code at} when it is channel {@code source} of the joined operands. */
    private Run lane(int source, int at) {
      int operand = 0;
      int channel = source;
      while (channel >= operands.get(operand).shape().size(1)) {
        channel -= operands.get(operand).shape().size(1);
        operand++;
      }
      int shift = channel % lanes.length - at;
      return new Run(operand, channel / lanes.length, shift, at, at + 1);
    }
  }
}
