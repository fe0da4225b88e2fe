package dev.whittle.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.cost.Features;
import dev.whittle.passes.cost.ModelFit;
import dev.whittle.passes.cost.ModelFit.Fitted;
import dev.whittle.passes.cost.ModelFit.Sample;
import dev.whittle.passes.cost.ModelText;
import dev.whittle.passes.cost.TimeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelFitTest {
  private static final TimeModel.Key KEY = new TimeModel.Key("direct/14x2", 16);
  private static final TimeModel.Key BASE = new TimeModel.Key("direct", 16);

  @Property(tries = 50)
  void whatATruthOfNoNegativeWeightsMadeIsFound(@ForAll long seed) {
    Random random = new Random(seed);
    double[] truth = new double[Features.NAMES.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextBoolean() ? 0.2 + random.nextDouble() : 0;
    }
    truth[0] = 1;
    List<Sample> samples = samples(random, truth, 0);
    Fitted fitted = ModelFit.fit(samples).get(KEY);
    assertThat(fitted.medianError()).isLessThan(0.01);
    for (int i = 0; i < truth.length; i++) {
      assertThat(fitted.estimate().weights().get(i)).isCloseTo(truth[i], within(0.1));
    }
  }

  @Property(tries = 50)
  void noWeightIsNegativeAndNoiseStaysNoise(@ForAll long seed) {
    Random random = new Random(seed);
    List<Sample> samples = samples(random, new double[] {1, 0, 0.5, 0, 0.3, 0, 0, 0, 1}, 0.1);
    Map<TimeModel.Key, Fitted> fitted = ModelFit.fit(samples);
    assertThat(fitted).containsOnlyKeys(KEY, BASE);
    assertThat(fitted.get(BASE).estimate().weights())
        .isEqualTo(fitted.get(KEY).estimate().weights());
    assertThat(fitted.get(KEY).estimate().misses()).hasSameSizeAs(samples);
    assertThat(fitted.get(BASE).estimate().misses()).isEmpty();
    assertThat(fitted.get(KEY).estimate().weights()).allMatch(weight -> weight >= 0);
    assertThat(fitted.get(KEY).medianError()).isLessThan(0.1);
    assertThat(fitted.get(KEY).samples()).isEqualTo(samples.size());
  }

  @Test
  void fewSamplesFitNothing() {
    List<Sample> samples = samples(new Random(1), new double[] {1, 0, 0, 0, 0, 0, 0, 0, 1}, 0);
    assertThat(ModelFit.fit(samples.subList(0, 3))).isEmpty();
  }

  @Test
  void theTextSaysWhereItComesFrom() {
    List<Sample> samples = samples(new Random(1), new double[] {1, 0, 0, 0, 0, 0, 0, 0, 1}, 0);
    assertThat(ModelText.of("GenuineIntel-6-143", ModelFit.fit(samples)))
        .contains("fitted on GenuineIntel-6-143")
        .containsPattern("(?m)^direct 16 [-+.e0-9 ]+ # 60, 0 %$")
        .containsPattern("(?m)^direct/14x2 16 ");
  }

  private static List<Sample> samples(Random random, double[] truth, double noise) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Features features =
          new Features(
              size(random),
              size(random),
              size(random),
              size(random),
              size(random),
              size(random),
              size(random),
              size(random),
              List.of(1 + random.nextInt(1000), 1 + random.nextInt(1000)));
      double[] values = features.values();
      double time = 0;
      for (int j = 0; j < values.length; j++) {
        time += truth[j] * values[j];
      }
      samples.add(new Sample(KEY, features, time * (1 + noise * (2 * random.nextDouble() - 1))));
    }
    return samples;
  }

  private static double size(Random random) {
    return Math.exp(5 + 4 * random.nextDouble());
  }
}
