package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compiled SqueezeNet names 500 pictures as ONNX Runtime does. */
class SqueezeNetAccuracyTest {
  private static final int PICTURES = 500;
  private static final Path EXPECTED =
      SqueezeNet.SHARED.resolve("models/squeezenet1.1-expected.csv");

  /** What ONNX Runtime finds in a picture: its first class and the first two probabilities. */
  private record Expected(int first, double firstProbability, double secondProbability) {
    boolean isClear() {
      return firstProbability - secondProbability >= 0.02;
    }
  }

  @Test
  void namesPicturesAsExpected() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    Map<String, Expected> expected = expected();
    Map<String, Integer> labels = SqueezeNet.labels();
    int sameClass = 0;
    int clearButOther = 0;
    double distance = 0;
    int top1 = 0;
    int top5 = 0;
    int lanes = Vectors.lanes();
    try (Model model =
        net.compile(List.of(lanes), List.of(1)).load(Options.standard().withLanes(lanes))) {
      for (Map.Entry<String, Picture> picture : SqueezeNet.pictures(PICTURES).entrySet()) {
        List<Answer> answers = model.classify(picture.getValue(), 5);
        Expected theirs = expected.get(picture.getKey());
        int label = labels.get(picture.getKey());
        boolean isSame = answers.getFirst().index() == theirs.first();
        sameClass += isSame ? 1 : 0;
        clearButOther += !isSame && theirs.isClear() ? 1 : 0;
        distance += Math.abs(probability(answers, theirs) - theirs.firstProbability());
        top1 += answers.getFirst().index() == label ? 1 : 0;
        top5 += answers.stream().anyMatch(a -> a.index() == label) ? 1 : 0;
      }
    }
    System.out.printf(
        "SqueezeNet, %d pictures: top1 %d, top5 %d, same class %d, mean |Δp| %.5f%n",
        PICTURES, top1, top5, sameClass, distance / PICTURES);
    assertThat(clearButOther).as("other class though the margin is clear").isZero();
    assertThat(sameClass).as("same first class").isGreaterThanOrEqualTo(PICTURES * 98 / 100);
    assertThat(distance / PICTURES).as("mean |Δp|").isLessThanOrEqualTo(0.01);
    assertThat(top1).as("top 1").isBetween(297, 303);
    assertThat(top5).as("top 5").isBetween(406, 412);
  }

  /** The probability of the expected class; 0 when it is not among the answers. */
  private static double probability(List<Answer> answers, Expected expected) {
    return answers.stream()
        .filter(a -> a.index() == expected.first())
        .mapToDouble(Answer::probability)
        .findFirst()
        .orElse(0);
  }

  private static Map<String, Expected> expected() throws IOException {
    Map<String, Expected> expected = new HashMap<>();
    for (String line : Files.readAllLines(EXPECTED)) {
      String[] cells = line.split(",");
      if (cells[0].endsWith(".jpg")) {
        expected.put(
            cells[0],
            new Expected(
                Integer.parseInt(cells[1]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[4])));
      }
    }
    return expected;
  }
}
