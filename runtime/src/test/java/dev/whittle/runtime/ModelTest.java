package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
  private static final ClassLoader CLASSES = ModelTest.class.getClassLoader();

  private static Model load(ModelFile file, Options options) {
    return Model.load(file, CLASSES, options);
  }

  private static Model load(int... batches) {
    return load(TinyModel.file(batches), Options.standard().withThreads(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 21})
  void runsAnyBatchAsASumOfPlans(int items) {
    float[] input = TinyModel.input(items);
    float[] output = new float[3 * items];
    for (Model model : List.of(load(1, 8), load(8), load(1))) {
      model.run(input, output);
      assertThat(output).containsExactly(TinyModel.expected(input));
    }
  }

  @Test
  void doesNotDependOnWhatBuffersHeldBefore() {
    Model model = load(TinyModel.file(1, 8), Options.standard().withThreads(2).poisoned());
    float[] input = TinyModel.input(11);
    float[] output = new float[33];
    model.run(input, output);
    assertThat(output).containsExactly(TinyModel.expected(input));
  }

  @Test
  void runsNamedTensors() {
    float[] input = TinyModel.input(9);
    Map<String, Tensor> outputs = load(1, 8).run(Map.of("x", Tensor.of(input, 9, 1, 2, 2)));
    assertThat(outputs)
        .containsExactlyEntriesOf(Map.of("p", Tensor.of(TinyModel.expected(input), 9, 3)));
  }

  @Test
  void explainsInputsThatDoNotFit() {
    Model model = load(1);
    assertThatThrownBy(() -> model.run(new float[5], new float[3]))
        .isInstanceOf(ModelException.class)
        .hasMessage("Tiny: its input has 4 floats for each item, got 5");
    assertThatThrownBy(() -> model.run(new float[8], new float[3]))
        .hasMessage("Tiny: 2 items have 6 output floats, the array has 3");
    assertThatThrownBy(() -> model.run(Map.of("y", Tensor.of(new float[4], 1, 1, 2, 2))))
        .hasMessage("Tiny: has inputs [x], got [y]");
    assertThatThrownBy(() -> model.run(Map.of("x", Tensor.of(new float[4], 1, 4))))
        .hasMessageContaining("x is f32[1, 1, 2, 2], got f32[1, 4]");
    assertThatThrownBy(() -> model.run(Map.of("x", Tensor.zeros(ElementType.I32, 1, 1, 2, 2))))
        .hasMessageContaining("x is f32[1, 1, 2, 2], got i32[1, 1, 2, 2]");
  }

  @Test
  void allocatesNothingOnceWarm() {
    Model model = load(1, 8);
    float[] input = TinyModel.input(9);
    float[] output = new float[27];
    for (int i = 0; i < 20_000; i++) {
      model.run(input, output);
    }
    AllocationCounter.bytes();
    long counting = AllocationCounter.bytes();
    counting = AllocationCounter.bytes() - counting;
    long least = Long.MAX_VALUE;
    for (int block = 0; block < 50 && least >= 1000; block++) {
      long before = AllocationCounter.bytes();
      for (int i = 0; i < 1000; i++) {
        model.run(input, output);
      }
      least = Math.min(least, AllocationCounter.bytes() - before - counting);
    }
    assertThat(least).isLessThan(1000);
  }

  @Test
  void servesManyThreads() throws Exception {
    Model model = load(TinyModel.file(1, 8), Options.standard().withThreads(3).withSessions(2));
    float[] input = TinyModel.input(10);
    float[] expected = TinyModel.expected(input);
    Callable<Boolean> caller =
        () -> {
          float[] output = new float[30];
          for (int i = 0; i < 300; i++) {
            model.run(input, output);
            assertThat(output).containsExactly(expected);
          }
          return true;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> future :
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> caller).toList())) {
        assertThat(future.get()).isTrue();
      }
    }
    assertThat(model.memory().sessions()).isBetween(1, 2);
  }

  @Test
  void sharesPackedWeightsAndCountsItsMemory() {
    Model model = load(1, 8);
    assertThat(model.memory()).isEqualTo(new Memory(128, 0, 0, 0));
    model.run(TinyModel.input(8), new float[24]);
    assertThat(model.memory())
        .isEqualTo(new Memory(128, 4L * TinyProgram.arenaFloats(8), 4 * 32 * 2, 1));
  }

  @Test
  void refusesForeignFiles() {
    ModelFile file = TinyModel.file(1);
    ModelFile old = new ModelFile("Tiny", 0, file.plans(), Map.of(), Map.of(), file.weights());
    assertThatThrownBy(() -> load(old, Options.standard()))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Tiny: the model file was made for ABI 0, this runtime has ABI 3");
    ModelFile weightless =
        new ModelFile("Tiny", Program.ABI, file.plans(), Map.of(), Map.of(), Weights.of(Map.of()));
    assertThatThrownBy(() -> load(weightless, Options.standard()))
        .hasMessageContaining("no tensor \"fc.weight\"");
    assertThatThrownBy(() -> load(file, Options.standard().withLanes(16)))
        .hasMessageContaining("no plan for 16 lanes, only for [1]");
  }

  @Test
  void closesForGood() {
    Model model = load(1);
    model.close();
    assertThatThrownBy(() -> model.run(new float[4], new float[3])).hasMessage("Tiny: is closed");
  }

  @Test
  void leavesNothingBehindWhenForgotten() throws InterruptedException {
    ClassLoader classes = new GeneratedClasses(Map.of());
    Model model = Model.load(TinyModel.file(1, 8), classes, Options.standard().withThreads(2));
    model.run(TinyModel.input(9), new float[27]);
    WeakReference<Model> forgottenModel = new WeakReference<>(model);
    WeakReference<ClassLoader> forgottenClasses = new WeakReference<>(classes);
    model = null;
    classes = null;
    for (int i = 0; i < 100 && isAny(forgottenModel, forgottenClasses); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(forgottenModel.get()).isNull();
    assertThat(forgottenClasses.get()).isNull();
  }

  private static boolean isAny(WeakReference<?> a, WeakReference<?> b) {
    return a.get() != null || b.get() != null;
  }

  @Test
  void profilesEveryStep() {
    Model model = load(TinyModel.file(1, 8), Options.standard().withThreads(2).profiled());
    assertThat(model.profiles()).isEmpty();
    model.run(TinyModel.input(9), new float[27]);
    model.run(TinyModel.input(8), new float[24]);
    assertThat(model.profiles())
        .extracting(Profile::batch, Profile::runs)
        .containsExactly(tuple(8, 2L), tuple(1, 1L));
    assertThat(model.profiles().getFirst().rows())
        .extracting(row -> row.step().name())
        .containsExactly("fc", "norm");
    model.clearProfile();
    assertThat(model.profiles()).isEmpty();
  }
}
