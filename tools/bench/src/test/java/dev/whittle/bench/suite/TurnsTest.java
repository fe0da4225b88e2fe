package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void blocksHaveTwentyRunsAndTheOrderTurnsAround() {
    List<String> runs = new ArrayList<>();
    Turns turns = new Turns(List.of(() -> run(runs, "a", 4), () -> run(runs, "b", 4)));
    turns.round();
    turns.round();
    assertThat(blocks(runs)).containsExactly("a", "b", "a");
    assertThat(runs.stream().filter("a"::equals)).hasSizeGreaterThanOrEqualTo(40);
    assertThat(runs.stream().filter("b"::equals)).hasSizeGreaterThanOrEqualTo(40);
    assertThat(turns.median(0)).isGreaterThan(3e6);
    assertThat(turns.ratios(0, 1)).hasSize(2).isSorted();
  }

  @Test
  void longRunsMakeShortBlocks() {
    List<String> runs = new ArrayList<>();
    new Turns(List.of(() -> run(runs, "a", 510))).round();
    assertThat(runs).hasSize(4);
  }

  @Test
  void roundsFollowFromRuns() {
    assertThat(Turns.rounds(200)).isEqualTo(10);
    assertThat(Turns.rounds(1)).isEqualTo(1);
    assertThat(Turns.rounds(21)).isEqualTo(2);
  }

  private static void run(List<String> runs, String name, long milliseconds) {
    runs.add(name);
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> blocks(List<String> runs) {
    List<String> blocks = new ArrayList<>();
    for (String run : runs) {
      if (blocks.isEmpty() || !blocks.getLast().equals(run)) {
        blocks.add(run);
      }
    }
    return blocks;
  }
}
