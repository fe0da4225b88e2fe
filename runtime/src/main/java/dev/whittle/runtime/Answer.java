package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * One class a network names.
 *
 * @param label the class' name, its index in digits when the network has no labels
 * @param index the class
 * @param probability the network's output for it
 */
public record Answer(String label, int index, float probability) {
  /**
   * The {@code k} largest of {@code scores}, largest first and the lower index first among equals;
   * what is not a number comes last.
   */
  public static List<Answer> best(float[] scores, List<String> labels, int k) {
    boolean[] isTaken = new boolean[scores.length];
    List<Answer> answers = new ArrayList<>();
    while (answers.size() < Math.min(k, scores.length)) {
      int best = -1;
      for (int i = 0; i < scores.length; i++) {
        if (!isTaken[i] && (best < 0 || isBetter(scores[i], scores[best]))) {
          best = i;
        }
      }
      isTaken[best] = true;
      String label = best < labels.size() ? labels.get(best) : Integer.toString(best);
      answers.add(new Answer(label, best, scores[best]));
    }
    return answers;
  }

  private static boolean isBetter(float score, float best) {
    return score > best || Float.isNaN(best) && !Float.isNaN(score);
  }
}
