package dev.whittle.tests.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.ledger.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int ROUNDS = 60;

  @Test
  void runsJustBehindAnotherContestantDoNotCount() {
    int[] last = {-1, 0};
    int[] runs = new int[3];
    List<Integer> rounds = new ArrayList<>();
    double[] medians =
        Turns.settled(
            3,
            ROUNDS,
            at -> {
              last[1] = last[0] == at ? last[1] + 1 : 0;
              last[0] = at;
              runs[at]++;
              return last[1] < 10 ? 1000 : at;
            },
            (from, to) -> IntStream.range(from, to).forEach(rounds::add));
    assertThat(medians).containsExactly(0, 1, 2);
    assertThat(runs).containsOnly(2 * ROUNDS);
    assertThat(rounds).isEqualTo(IntStream.range(0, ROUNDS).boxed().toList());
  }
}
