package dev.whittle.bench.cold;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.picture.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An application with a compiled network beside its classes: one picture in, one answer out. */
final class ColdWhittle {
  private static final int RUNS = 3000;
  private static final int WINDOW = 21;
  private static final long SECONDS = 30;

  private ColdWhittle() {}

  /**
   * Answers, and then runs on.
   *
   * @param args the model file's resource name, the picture, the threads, and any of {@code
   *     vectors} (no quick start) and {@code on} (run until it is fast and say when that was)
   */
  public static void main(String[] args) {
    Phases phases = new Phases();
    List<String> words = List.of(args);
    Options options = Options.standard().withThreads(Integer.parseInt(args[2]));
    if (words.contains("vectors")) {
      options = options.withoutQuickStart();
    }
    ModelFile file = ModelFile.resource(ColdWhittle.class, args[0]);
    phases.end("read");
    Model model = Model.load(file, ColdWhittle.class.getClassLoader(), options);
    phases.end("load");
    Picture picture = Picture.read(Path.of(args[1]));
    phases.end("picture");
    Answer answer = model.classify(picture, 1).getFirst();
    phases.end("run");
    phases.print(answer.index());
    if (words.contains("on")) {
      runOn(model);
    }
  }

  /**
   * Prints when the vector plans came into use, when the median of {@value #WINDOW} runs was first
   * within twice the fastest run, and the fastest.
   */
  private static void runOn(Model model) {
    float[] input = new float[model.inputSize()];
    float[] output = new float[model.outputSize()];
    long start = System.nanoTime();
    long[] ends = new long[RUNS];
    long[] times = new long[RUNS];
    int runs = 0;
    long changed = -1;
    while (runs < RUNS && System.nanoTime() - start < SECONDS * 1_000_000_000L) {
      long before = System.nanoTime();
      model.run(input, output);
      ends[runs] = System.nanoTime();
      times[runs] = ends[runs] - before;
      changed = changed < 0 && model.lanes() > 1 ? ends[runs] : changed;
      runs++;
    }
    long fastest = Arrays.stream(times, 0, runs).min().orElseThrow();
    int settled = 0;
    while (settled + WINDOW < runs && median(times, settled) > 2 * fastest) {
      settled++;
    }
    if (changed < 0 || settled + WINDOW >= runs) {
      throw new IllegalStateException("not fast after %d runs".formatted(runs));
    }
    System.out.println(
        "changed="
            + (changed - start) / 1e6
            + " fast="
            + (ends[settled] - start) / 1e6
            + " fastest="
            + fastest / 1e6);
  }

  private static long median(long[] times, int from) {
    long[] window = Arrays.copyOfRange(times, from, from + WINDOW);
    Arrays.sort(window);
    return window[WINDOW / 2];
  }
}
