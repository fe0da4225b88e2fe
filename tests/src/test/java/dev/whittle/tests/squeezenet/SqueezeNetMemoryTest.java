package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Memory;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.tests.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running SqueezeNet keeps and what a run allocates. */
class SqueezeNetMemoryTest {
  /** The most that is alive at once without fusion: offsets packed by systems.md, section 3. */
  private static final double LIVE_SET_BOUND = 3.883 * 1024 * 1024;

  /** Floats before the first value, so that values lie on cache lines. */
  private static final long PADDING = 64;

  @Test
  void arenaStaysWithinTheLiveSetBound() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    float[] input = net.batch(1).floats();
    try (Model model =
        net.compile(List.of(Vectors.lanes()), List.of(1)).load(Options.standard().withThreads(1))) {
      model.run(input, new float[SqueezeNet.CLASSES]);
      Memory memory = model.memory();
      System.out.println("SqueezeNet holds " + memory);
      assertThat(memory.sessions()).isEqualTo(1);
      assertThat((double) memory.arenas()).isLessThanOrEqualTo(1.05 * LIVE_SET_BOUND + PADDING);
    }
  }

  /** HotSpot compiles sooner, so that its second compiler is done on a slow machine too. */
  @Test
  void runsAllocateNothingOnceWarm(@TempDir Path folder) throws IOException, InterruptedException {
    SqueezeNet.load();
    Jvm jvm =
        Jvm.run(
            folder,
            List.of(
                "-XX:CompileThresholdScaling=0.1",
                Jvm.VECTORS,
                "-cp",
                Jvm.classPath(),
                QuietRuns.class.getName()));
    System.out.println(jvm.answers());
    assertThat(jvm.answers().getLast()).isEqualTo("2 threads allocated 0 bytes in 50 runs");
  }
}
