package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuickStartTest {
  private static final Options OPTIONS = Options.standard().withThreads(2).withSessions(3);

  /** As slow as scalar code, next to {@link TinyProgram}. */
  public static final class Slow implements Program {
    public static final int ABI = Program.ABI;
    private final Program program = new TinyProgram();

    public Slow() {}

    @Override
    public void run(
        int step,
        float[] arena,
        float[] weights,
        float[] scratch,
        int from,
        int to,
        float[] input,
        int inputAt,
        float[] output,
        int outputAt) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      program.run(step, arena, weights, scratch, from, to, input, inputAt, output, outputAt);
    }
  }

  private static Model load(String scalar, String vector, Options options) {
    ModelFile file =
        TinyModel.file(
            List.of(TinyModel.plan(scalar, 1, 1), TinyModel.plan(vector, 1, Vectors.lanes())));
    return Model.load(file, new GeneratedClasses(Map.of()), options);
  }

  private static Model load(Options options) {
    return load(Slow.class.getName(), TinyProgram.class.getName(), options);
  }

  private static void assertRight(Model model) {
    float[] input = TinyModel.input(3);
    float[] output = new float[9];
    model.run(input, output);
    assertThat(output).containsExactly(TinyModel.expected(input));
  }

  private static List<Thread> threads() {
    List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("whittle-quick-start"));
    return threads;
  }

  private static void awaitNoThreads() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void answersWithScalarPlansThenWithVectors() {
    try (Model model = load(OPTIONS)) {
      assertThat(model.lanes()).isEqualTo(1);
      assertRight(model);
      WarmUp warmUp = model.warmUp(Duration.ofSeconds(30));
      assertThat(model.lanes()).isEqualTo(Vectors.lanes());
      assertThat(model.memory().weights()).isEqualTo(128);
      assertThat(warmUp.isSettled()).isTrue();
      assertThat(warmUp.runs()).isGreaterThan(5);
      assertRight(model);
    }
  }

  @Test
  void changesOverByItself() throws InterruptedException {
    try (Model model = load(OPTIONS)) {
      assertRight(model);
      while (model.lanes() == 1) {
        Thread.sleep(10);
      }
      assertRight(model);
    }
    awaitNoThreads();
  }

  @Test
  void answersRightlyWhileItChangesOver() throws Exception {
    try (Model model = load(OPTIONS);
        ExecutorService callers = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> caller =
          () -> {
            while (model.lanes() == 1) {
              assertRight(model);
            }
            for (int i = 0; i < 100; i++) {
              assertRight(model);
            }
            return true;
          };
      for (Future<Boolean> future : callers.invokeAll(List.of(caller, caller, caller, caller))) {
        assertThat(future.get()).isTrue();
      }
    }
  }

  @Test
  void isLeftOutWhenVectorsAreAskedFor() {
    for (Options options :
        List.of(
            OPTIONS.withoutQuickStart(), OPTIONS.withLanes(Vectors.lanes()), OPTIONS.profiled())) {
      try (Model model = load(options)) {
        assertThat(model.lanes()).isEqualTo(Vectors.lanes());
        assertThat(threads()).isEmpty();
      }
    }
  }

  @Test
  void needsAScalarPlanForEachBatchAndRoomForBoth() {
    String program = TinyProgram.class.getName();
    Plan scalar = TinyModel.plan(program, 1, 1);
    Plan vector = TinyModel.plan(program, 1, 4);
    assertThat(hasQuickStart(scalar, vector)).isTrue();
    assertThat(hasQuickStart(vector)).isFalse();
    assertThat(hasQuickStart(scalar)).isFalse();
    assertThat(hasQuickStart(scalar, vector, TinyModel.plan(program, 2, 4))).isFalse();
    long share = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES;
    Plan large =
        new Plan(
            program,
            1,
            4,
            vector.arenaFloats(),
            vector.scratchFloats(),
            (int) Math.min(Integer.MAX_VALUE, share + 1),
            vector.steps(),
            vector.inputs(),
            vector.outputs(),
            vector.weights());
    assertThat(hasQuickStart(scalar, large)).isEqualTo(share >= Integer.MAX_VALUE);
  }

  private static boolean hasQuickStart(Plan... plans) {
    ModelFile file = TinyModel.file(List.of(plans));
    ClassLoader classes = QuickStartTest.class.getClassLoader();
    return new ModelLoader(file, classes, OPTIONS.workers()).hasQuickStart(OPTIONS);
  }

  @Test
  void staysWithScalarPlansWhenTheOthersCannotBeUsed() {
    try (Model model = load(TinyProgram.class.getName(), "com.acme.Missing", OPTIONS)) {
      assertRight(model);
      assertThatThrownBy(() -> model.warmUp(Duration.ofSeconds(30)))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("Tiny: its class com.acme.Missing is missing");
      assertRight(model);
      assertThat(model.lanes()).isEqualTo(1);
    }
  }

  @Test
  void staysWithScalarPlansWhenTheOthersHaveOtherPorts() {
    Plan scalar = TinyModel.plan(TinyProgram.class.getName(), 1, 1);
    Port port = scalar.outputs().getFirst();
    Plan vector =
        new Plan(
            scalar.programClass(),
            1,
            Vectors.lanes(),
            scalar.arenaFloats(),
            scalar.scratchFloats(),
            scalar.weightsFloats(),
            scalar.steps(),
            scalar.inputs(),
            List.of(new Port(port.name(), port.type(), List.of(1, 2), port.offset())),
            scalar.weights());
    ModelFile file = TinyModel.file(List.of(scalar, vector));
    try (Model model = Model.load(file, new GeneratedClasses(Map.of()), OPTIONS)) {
      assertThatThrownBy(() -> model.warmUp(Duration.ofSeconds(30)))
          .hasMessageStartingWith("Tiny: its plans do not agree on inputs and outputs");
      assertRight(model);
    }
  }

  @Test
  void endsWithAClosedModel() throws InterruptedException {
    Model model = load(TinyProgram.class.getName(), Slow.class.getName(), OPTIONS);
    assertRight(model);
    Thread.sleep(50);
    assertThat(threads()).isNotEmpty();
    model.close();
    awaitNoThreads();
  }

  @Test
  void endsWithAForgottenModel() throws InterruptedException {
    Model model = load(TinyProgram.class.getName(), Slow.class.getName(), OPTIONS);
    assertRight(model);
    WeakReference<Model> forgotten = new WeakReference<>(model);
    model = null;
    while (forgotten.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    awaitNoThreads();
  }
}
