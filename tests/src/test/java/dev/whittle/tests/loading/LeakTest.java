package dev.whittle.tests.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.tests.Jvm;
import dev.whittle.tests.graphs.Cases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory stays flat over many inferences and over many class loaders: 100,000 and 1,000 in a full
 * run, a sample by default.
 */
class LeakTest {
  private static final long HEAP = 1 << 20;
  private static final long RESIDENT = 24 << 20;

  /** What the platform loads late, whatever the number of cycles. */
  private static final long METASPACE = 4 << 20;

  private static final int CLASSES = 250;

  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws Exception {
    Application.writeNetwork(folder, 1);
  }

  private static List<String> run(Class<?> program, Object... arguments) throws Exception {
    List<Object> command =
        new ArrayList<>(List.of(Jvm.VECTORS, "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return Jvm.run(folder, command).answers();
  }

  @Test
  void inferencesLeaveNothing() throws Exception {
    int count = Cases.isFull() ? 100_000 : 3_000;
    List<Reading> readings = Reading.parse(run(Inferences.class, count));
    readings.forEach(System.out::println);
    Reading first = readings.get(1);
    Reading last = readings.getLast();
    assertThat(last.done()).isEqualTo(count);
    assertThat(last.heap() - first.heap()).isLessThan(HEAP);
    assertThat(last.metaspace() - first.metaspace()).isLessThan(METASPACE);
    assertThat(last.resident() - first.resident()).isLessThan(RESIDENT);
    assertThat(last.allocated() - first.allocated()).as("bytes allocated").isLessThan(HEAP);
  }

  @Test
  void classLoadersAreCollected() throws Exception {
    int count = Cases.isFull() ? 1_000 : 40;
    List<String> lines = run(LoadCycles.class, folder, count);
    List<Reading> readings = Reading.parse(lines.subList(0, lines.size() - 1));
    readings.forEach(System.out::println);
    Reading first = readings.get(1);
    Reading last = readings.getLast();
    assertThat(last.done()).isEqualTo(count);
    assertThat(Integer.parseInt(lines.getLast())).as("class loaders left").isLessThanOrEqualTo(1);
    assertThat(last.classes() - first.classes()).isLessThan(CLASSES);
    assertThat(last.heap() - first.heap()).isLessThan(HEAP);
    assertThat(last.metaspace() - first.metaspace()).isLessThan(METASPACE);
    assertThat(last.resident() - first.resident()).isLessThan(RESIDENT);
  }
}
