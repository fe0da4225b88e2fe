package dev.whittle.cli.report.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.report.layout.Drawing.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {
  private static final double WIDTH = 100;
  private static final double HEIGHT = 40;
  private static final LayeredLayout LAYOUT = new LayeredLayout(WIDTH, HEIGHT, 20, 20);

  @Property(tries = 200)
  void verticesLieApartAndBelowWhatTheyRead(
      @ForAll @Size(max = 80) List<@IntRange(max = 1 << 20) Integer> numbers) {
    List<List<Integer>> reads = new ArrayList<>();
    for (int v = 0; v < numbers.size(); v++) {
      TreeSet<Integer> from = new TreeSet<>();
      for (int bits = numbers.get(v); v > 0 && bits > 0; bits >>= 7) {
        from.add(v - 1 - bits % 128 % Math.min(v, 6));
      }
      reads.add(List.copyOf(from));
    }
    Drawing drawing = LAYOUT.draw(reads, Collections.nCopies(reads.size(), ""));
    assertThat(drawing.edges()).hasSize(reads.stream().mapToInt(List::size).sum());
    for (int v = 0; v < reads.size(); v++) {
      Point point = drawing.points().get(v);
      assertThat(point.x()).isBetween(WIDTH / 2 - 1e-6, drawing.width() - WIDTH / 2 + 1e-6);
      assertThat(point.y()).isBetween(HEIGHT / 2, drawing.height() - HEIGHT / 2 + 1e-6);
      for (int from : reads.get(v)) {
        Point source = drawing.points().get(from);
        boolean isInALaterColumn = point.x() > source.x() + WIDTH;
        assertThat(isInALaterColumn || point.y() >= source.y() + HEIGHT).isTrue();
      }
      for (int other = 0; other < v; other++) {
        Point apart = drawing.points().get(other);
        assertThat(
                Math.abs(apart.x() - point.x()) >= WIDTH - 1e-6
                    || Math.abs(apart.y() - point.y()) >= HEIGHT - 1e-6)
            .as("%d and %d", other, v)
            .isTrue();
      }
    }
  }

  @Test
  void aChainGoesStraightDown() {
    Drawing drawing = LAYOUT.draw(List.of(List.of(), List.of(0), List.of(1)), blocks(3));
    assertThat(drawing.points()).extracting(Point::x).containsOnly(WIDTH / 2);
    assertThat(drawing.points()).extracting(Point::y).isSorted();
    assertThat(drawing.edges().getFirst().path()).startsWith("M50.0 ");
  }

  @Test
  void longChainsBreakIntoColumnsBetweenBlocks() {
    List<List<Integer>> reads = new ArrayList<>();
    List<String> blocks = new ArrayList<>();
    for (int v = 0; v < 36; v++) {
      reads.add(v == 0 ? List.of() : List.of(v - 1));
      blocks.add("block" + v / 5);
    }
    Drawing drawing = LAYOUT.draw(reads, blocks);
    List<Double> columns = drawing.points().stream().map(Point::x).distinct().toList();
    assertThat(columns).hasSize(3);
    for (int v = 1; v < 36; v++) {
      boolean isBreak = drawing.points().get(v).x() != drawing.points().get(v - 1).x();
      assertThat(isBreak && blocks.get(v).equals(blocks.get(v - 1))).isFalse();
    }
  }

  @Test
  void nothingIsDrawnOfNothing() {
    assertThat(LAYOUT.draw(List.of(), List.of()).points()).isEmpty();
  }

  private static List<String> blocks(int count) {
    return Collections.nCopies(count, "");
  }
}
