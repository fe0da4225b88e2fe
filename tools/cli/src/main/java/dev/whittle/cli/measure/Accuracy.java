package dev.whittle.cli.measure;

import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureRun;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

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
    List<List<Answer>> answers =
        PictureRun.of(
            pictures,
            labelled.stream().map(Labels.Labelled::file).toList(),
            threads,
            progress,
            picture -> model.classify(picture, TOP));
    return count(labelled, answers);
  }

  private static Accuracy count(List<Labels.Labelled> labelled, List<List<Answer>> answers) {
    int top1 = 0;
    int top5 = 0;
    List<Wrong> wrong = new ArrayList<>();
    for (int i = 0; i < labelled.size(); i++) {
      int right = labelled.get(i).label();
      List<Answer> best = answers.get(i);
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
}
