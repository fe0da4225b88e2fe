package dev.whittle.tests.times;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Diagnostic;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.KernelTimes.Entry;
import dev.whittle.passes.times.LockText;
import dev.whittle.passes.times.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LockTextTest {
  private static final List<String> PROCESSORS = List.of("GenuineIntel-6-143", "aarch64-128");
  private static final List<Integer> LANES = List.of(16, 8, 4, 1);

  @Property(tries = 200)
  void whatIsWrittenReadsBack(@ForAll long seed) {
    KernelTimes times = times(new Random(seed));
    LockText.Read read = LockText.read("Net.kernels", times.toString());
    assertThat(read.problems()).isEmpty();
    assertThat(read.times()).isEqualTo(times);
    assertThat(read.times().toString()).isEqualTo(times.toString());
  }

  @Property(tries = 200)
  void filesAreMergedByTakingTheLinesOfBoth(@ForAll long seed) {
    Random random = new Random(seed);
    KernelTimes ours = times(random);
    KernelTimes theirs = times(random);
    List<String> lines = new ArrayList<>(ours.toString().lines().skip(1).toList());
    lines.addAll(theirs.toString().lines().skip(1).toList());
    Collections.shuffle(lines, random);
    String merged = ours.toString().lines().findFirst().orElseThrow() + "\n";
    LockText.Read read = LockText.read("Net.kernels", merged + String.join("\n\n", lines));
    assertThat(read.problems()).isEmpty();
    List<Entry> all = new ArrayList<>(ours.entries());
    all.addAll(theirs.entries());
    assertThat(read.times()).isEqualTo(KernelTimes.of(all));
    for (Entry entry : all) {
      assertThat(read.times().find(entry.processor(), entry.work(), entry.way()).orElseThrow())
          .isLessThanOrEqualTo(entry.nanoseconds());
    }
  }

  @Property(tries = 300)
  void damageIsReportedWhereItIsAndNeverThrows(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(times(random).toString());
    int at = random.nextInt(text.length());
    text.setCharAt(at, "|\n x9é".charAt(random.nextInt(6)));
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    for (Diagnostic problem : LockText.read("Net.kernels", text.toString()).problems()) {
      assertThat(problem.span().line()).isBetween(line, line + 1);
      assertThat(problem.span().file()).isEqualTo("Net.kernels");
      assertThat(problem.hint()).isNotEmpty();
    }
  }

  @Test
  void aFileOfAnotherVersionAndWhatIsNoLockFileAreTold() {
    assertThat(codes("whittle-kernels 2\nwhatever\n")).containsExactly("WP502");
    assertThat(codes("")).containsExactly("WP501");
    assertThat(codes("{}")).containsExactly("WP501");
  }

  @Test
  void marksOfAMergeAreToldApart() {
    String text = times(new Random(1)) + "<<<<<<< ours\n=======\n>>>>>>> theirs\nnonsense\n";
    List<Diagnostic> problems = LockText.read("Net.kernels", text).problems();
    assertThat(problems).hasSize(4);
    assertThat(problems.subList(0, 3)).allMatch(p -> p.message().contains("merge"));
    assertThat(problems.getLast().message()).contains("no entry");
  }

  @Test
  void newTimesReplaceOldOnes() {
    Work work = new Work(new Target(16, 1), "relu", "f32[1, 8]");
    KernelTimes old = KernelTimes.of(List.of(new Entry("a", work, "x A -> A", 5)));
    KernelTimes fresh = old.with(List.of(new Entry("a", work, "x A -> A", 9)));
    assertThat(fresh.find("a", work, "x A -> A")).hasValue(9);
    assertThat(fresh.processors(new Target(16, 1))).containsExactly("a");
    assertThat(fresh.processors(new Target(16, 2))).isEmpty();
  }

  private static List<String> codes(String text) {
    return LockText.read("Net.kernels", text).problems().stream().map(Diagnostic::code).toList();
  }

  private static KernelTimes times(Random random) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(20); i++) {
      Target target = new Target(LANES.get(random.nextInt(4)), 1 + random.nextInt(3));
      Work work =
          new Work(
              target,
              "conv2d(kernel: [%d, 3], groups: 1) + relu".formatted(1 + random.nextInt(3)),
              "f32[1, %d, 8, 8], f32[4, 4, 3, 3]".formatted(1 + random.nextInt(3)));
      String way = "direct/%dx2 NCHW16c, OIHW16i16o -> NCHW16c".formatted(random.nextInt(3));
      String processor = PROCESSORS.get(random.nextInt(2));
      entries.add(new Entry(processor, work, way, random.nextInt(1_000_000)));
    }
    return KernelTimes.of(entries);
  }
}
