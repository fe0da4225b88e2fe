package dev.whittle.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whittle.runtime.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  private static final Path MNIST = Path.of("../../../shared/data");
  private static final double LEAST_ACCURACY = 0.99;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void readsTheSamples(int digit) {
    try (Digits digits = Digits.load()) {
      List<Answer> answers = digits.classify(Path.of("samples", digit + ".png"), 2);
      assertThat(answers.getFirst().label()).isEqualTo(Integer.toString(digit));
      assertThat(answers.getFirst().probability()).isGreaterThan(0.9f);
    }
  }

  @Test
  void readsHandwritingItHasNotSeen() throws IOException {
    Path images = MNIST.resolve("t10k-images-idx3-ubyte.gz");
    assumeThat(Files.exists(images)).as("%s is not there", images).isTrue();
    Idx examples = Idx.read(images, MNIST.resolve("t10k-labels-idx1-ubyte.gz"));
    try (Digits digits = Digits.load()) {
      Evaluation evaluation = Evaluation.of(digits, examples);
      System.out.println("digits: " + evaluation);
      assertThat(evaluation.pictures()).isEqualTo(10_000);
      assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(LEAST_ACCURACY);
    }
  }
}
