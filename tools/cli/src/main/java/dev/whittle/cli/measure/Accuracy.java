package dev.whittle.cli.measure;

import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How often a model is right.
 *
 * @param top1 pictures whose right class is the most probable
 * @param top5 pictures whose right class is among the five most probable
 * @param wrong those whose most probable class is another, in the order of the labels
 */
public record Accuracy(int images, int top1, int top5, List<Wrong> wrong) {
  private static final int TOP = 5;

  /** A picture that was taken for something else. */
  public record Wrong(String picture, int right, Answer answer) {
    public String text() {
      return "%s  is %d, was taken for %d %s (%s)%n"
          .formatted(
              picture, right, answer.index(), answer.label(), Units.percent(answer.probability()));
    }

    public Json json() {
      return Json.object()
          .put("picture", picture)
          .put("class", right)
          .put("answer", answer.index())
          .put("label", answer.label())
          .put("probability", (double) answer.probability())
          .build();
    }
  }

  /** Classifies every picture, {@code threads} at a time. */
  public static Accuracy of(
      Model model,
      PictureSet pictures,
      List<Labels.Labelled> labelled,
      int threads,
      Progress progress) {
    List<Future<List<Answer>>> answers = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Labels.Labelled picture : labelled) {
        answers.add(
            pool.submit(() -> {
              List<Answer> best = classify(model, pictures, picture.file());
              progress.step();
              return best;
            }));
      }
      return count(labelled, answers);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Answer> classify(Model model, PictureSet pictures, String name) {
    try {
      return model.classify(Picture.read(new ByteArrayInputStream(pictures.read(name)), name), TOP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Accuracy count(
      List<Labels.Labelled> labelled, List<Future<List<Answer>>> answers) {
    int top1 = 0;
    int top5 = 0;
    List<Wrong> wrong = new ArrayList<>();
    for (int i = 0; i < labelled.size(); i++) {
      int right = labelled.get(i).label();
      List<Answer> best = get(answers.get(i));
      if (best.getFirst().index() == right) {
        top1++;
      } else {
        wrong.add(new Wrong(labelled.get(i).file(), right, best.getFirst()));
      }
      if (best.stream().anyMatch(answer -> answer.index() == right)) {
        top5++;
      }
    }
    return new Accuracy(labelled.size(), top1, top5, List.copyOf(wrong));
  }

  private static List<Answer> get(Future<List<Answer>> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
