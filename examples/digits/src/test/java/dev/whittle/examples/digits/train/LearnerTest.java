package dev.whittle.examples.digits.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.whittle.examples.digits.Idx;
import dev.whittle.examples.digits.train.Learner.Group;
import dev.whittle.examples.digits.train.Learner.Lesson;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final float STEP = 1e-3f;

  @Test
  void derivativesAreWhatASmallChangeOfTheWeightDoes() {
    Learner learner = new Learner(3);
    Group group = group(new Random(5));
    Lesson lesson = learner.learn(group);
    Random random = new Random(7);
    for (int layer = 0; layer < 3; layer++) {
      float[] weights = learner.layers().get(layer).weight();
      double difference = 0;
      double size = 0;
      for (int i = 0; i < 30; i++) {
        int at = random.nextInt(weights.length);
        double chord = chord(learner, group, weights, at);
        difference += Math.abs(chord - lesson.gradients().get(layer).weight()[at]);
        size += Math.abs(chord);
      }
      assertThat(difference / size).as("layer %d", layer).isLessThan(0.05);
      float[] bias = learner.layers().get(layer).bias();
      assertThat((double) lesson.gradients().get(layer).bias()[1])
          .isCloseTo(chord(learner, group, bias, 1), withinPercentage(5));
    }
  }

  @Test
  void sameGroupsGiveTheSameWeights() {
    Learner first = new Learner(3);
    Learner second = new Learner(3);
    for (int step = 0; step < 3; step++) {
      List<Group> groups = List.of(group(new Random(step)), group(new Random(100 + step)));
      assertThat(first.step(groups, 0.05f)).isEqualTo(second.step(groups, 0.05f));
    }
    for (int layer = 0; layer < 3; layer++) {
      assertThat(first.layers().get(layer).weight()).isEqualTo(second.layers().get(layer).weight());
    }
  }

  @Test
  void learnsToTellBarsApart() {
    Train train = new Train(bars(1280));
    double before = train.epoch(0, 4);
    train.epoch(1, 4);
    train.epoch(2, 4);
    assertThat(train.epoch(3, 4)).isLessThan(before / 2);
  }

  /** How much the loss changes with one number, from a little below to a little above it. */
  private static double chord(Learner learner, Group group, float[] values, int at) {
    float value = values[at];
    values[at] = value + STEP;
    double above = learner.learn(group).loss();
    values[at] = value - STEP;
    double below = learner.learn(group).loss();
    values[at] = value;
    return (above - below) / (2 * STEP);
  }

  private static Group group(Random random) {
    Maps pictures = Maps.zeros(1, 28);
    for (int i = 0; i < pictures.values().length; i++) {
      pictures.values()[i] = 2 * random.nextFloat() - 1;
    }
    byte[] labels = new byte[Maps.PICTURES];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(10);
    }
    return new Group(pictures, labels);
  }

  /** Vertical bars at ten places. */
  private static Idx bars(int count) {
    byte[] pixels = new byte[count * 28 * 28];
    byte[] labels = new byte[count];
    for (int picture = 0; picture < count; picture++) {
      labels[picture] = (byte) (picture % 10);
      for (int y = 4; y < 24; y++) {
        int at = (picture * 28 + y) * 28 + 4 + 2 * labels[picture];
        pixels[at] = (byte) 255;
        pixels[at + 1] = (byte) 255;
      }
    }
    return new Idx(28, pixels, labels);
  }
}
