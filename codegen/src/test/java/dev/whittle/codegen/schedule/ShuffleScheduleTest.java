package dev.whittle.codegen.schedule;

import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channel shuffles, with joins and cuts at any channel. */
class ShuffleScheduleTest {
  private final ScheduleCases cases = new ScheduleCases("shuffles");

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void shuffles(int lanes) {
    for (int i = 0; i < cases.tries(25); i++) {
      int groups = cases.pick(1, 2, 2, 3, 4, 5, lanes, lanes + 1);
      int channels =
          groups
              * cases.pick(
                  1, 2, Math.max(1, lanes - 1), lanes, lanes + 1, 29, cases.channels(lanes));
      int[] space = cases.random.ints(cases.pick(0, 1, 2, 2, 3), 1, 6).toArray();
      int batch = cases.pick(1, 2, 3);
      List<Tensor> operands = new ArrayList<>();
      for (int part : parts(channels)) {
        operands.add(cases.tensor(shape(batch, part, space)));
      }
      List<Integer> sizes = cases.pick(0, 1, 1) == 0 ? List.of() : parts(channels);
      cases.check(new ChannelShuffle(groups, sizes), lanes, 0, operands);
    }
  }

  /** One to three sizes that add up to {@code channels}. */
  private List<Integer> parts(int channels) {
    List<Integer> parts = new ArrayList<>();
    int left = channels;
    for (int i = cases.pick(0, 1, 1, 2); i > 0 && left > 1; i--) {
      int part = cases.random.nextBoolean() ? left / 2 : cases.random.nextInt(1, left);
      parts.add(part);
      left -= part;
    }
    parts.add(left);
    return parts;
  }

  private static int[] shape(int batch, int channels, int... space) {
    int[] shape = new int[space.length + 2];
    shape[0] = batch;
    shape[1] = channels;
    System.arraycopy(space, 0, shape, 2, space.length);
    return shape;
  }
}
