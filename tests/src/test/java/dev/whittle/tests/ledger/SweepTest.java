package dev.whittle.tests.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.cost.Cost;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.ledger.Sweep.Point;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.tests.graphs.Cases;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final int ITEMS = 6;

  @Test
  void theFrontIsWhatNothingBeats() {
    Point exact = point("exact", 100, 10, 6);
    Point smaller = point("smaller", 80, 10, 6);
    Point faster = point("faster", 90, 5, 5);
    Point worse = point("worse", 90, 6, 5);
    Sweep sweep = new Sweep(List.of(exact, smaller, faster, worse));
    assertThat(sweep.points().stream().filter(sweep::isOnFront)).containsExactly(smaller, faster);
  }

  @Test
  void equalsBeatNoOneAnother() {
    Point one = point("one", 100, 10, 6);
    Point other = point("other", 100, 10, 6);
    assertThat(new Sweep(List.of(one, other)).isOnFront(other)).isTrue();
  }

  @Test
  void somethingOnTheFrontIsAsGoodAsAnyOther() {
    Cases.run(
        "fronts",
        200,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Point> points =
              IntStream.range(0, 1 + random.nextInt(8))
                  .mapToObj(i ->
                      point("" + i, random.nextInt(4), random.nextInt(4), random.nextInt(ITEMS)))
                  .toList();
          Sweep sweep = new Sweep(points);
          assertThat(points)
              .allMatch(p ->
                  points.stream()
                      .anyMatch(q ->
                          sweep.isOnFront(q)
                              && q.size().weightBytes() <= p.size().weightBytes()
                              && q.measured() <= p.measured()
                              && same(q) >= same(p)));
        });
  }

  private static int same(Point point) {
    return point.difference().sameAnswers().getAsInt();
  }

  private static Point point(String name, long bytes, double measured, int same) {
    return new Point(
        name,
        0,
        new Size(1, bytes / 4, bytes, Cost.NONE, 0, OptionalLong.empty()),
        measured,
        measured,
        new Difference(
            ITEMS, 0, OptionalDouble.empty(), OptionalInt.of(same), OptionalInt.empty()));
  }
}
