package dev.whittle.tests.factorise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.tests.graphs.Cases;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Filters made with the structure that a factorisation looks for lose nothing in it. */
class KnownStructureTest {
  private static final int CASES = 25;

  @Test
  void productsOfChannelsHeightAndWidthAreFoundInSpatialChannels() {
    Cases.run(
        "filters of rank one",
        CASES,
        seed -> {
          Filters filters = Filters.of(seed);
          double[] outputs = filters.normal(filters.outputs);
          double[] channels = filters.normal(filters.channels);
          double[] rows = filters.normal(3);
          double[] columns = filters.normal(3);
          RandomLayer layer =
              filters.layer(i ->
                  outputs[filters.output(i)]
                      * channels[filters.channel(i)]
                      * rows[filters.tap(i) / 3]
                      * columns[filters.tap(i) % 3]);
          assertThat(error(Catalogue.FACTORISE_SPATIAL, Map.of("rank", 1), layer)).isLessThan(1e-5);
        });
  }

  @Test
  void filtersOfAColourEachAreClusteredByIt() {
    Cases.run(
        "filters of a colour",
        CASES,
        seed -> {
          Filters filters = Filters.of(seed);
          int clusters = 2;
          double[] colours = filters.normal(clusters * filters.channels);
          double[] shapes = filters.normal(filters.outputs * 9);
          int[] order = filters.order();
          RandomLayer layer =
              filters.layer(i -> {
                int cluster = order[filters.output(i)] % clusters;
                return colours[cluster * filters.channels + filters.channel(i)]
                    * shapes[filters.output(i) * 9 + filters.tap(i)];
              });
          Map<String, Object> options = Map.of("rank", 1, "clusters", clusters);
          assertThat(error(Catalogue.CLUSTER_MONOCHROME, options, layer)).isLessThan(1e-5);
        });
  }

  @Test
  void smoothKernelsAreToldFromFewerTapsThanRoughOnes() {
    int[] better = {0, 0};
    Cases.run(
        "smooth kernels",
        CASES,
        seed -> {
          Filters filters = Filters.of(seed);
          double[] strength = filters.normal(filters.outputs * filters.channels);
          double[] down = filters.normal(filters.outputs * filters.channels);
          double[] rough = filters.normal(filters.outputs * filters.channels * 9);
          RandomLayer smooth =
              filters.layer(i -> {
                double row = filters.tap(i) / 3 - down[i / 9] / 4;
                double column = filters.tap(i) % 3 - 1;
                return strength[i / 9] * Math.exp(-(row * row + column * column) / 4);
              });
          Map<String, Object> options = Map.of("rank", 5);
          double last = error(Catalogue.PREDICT_WEIGHTS, options, smooth);
          double other = error(Catalogue.PREDICT_WEIGHTS, options, filters.layer(i -> rough[i]));
          better[last < 0.5 * other ? 0 : 1]++;
          assertThat(other).isBetween(0.3, 0.95);
        });
    assertThat(Cases.isReplay() || better[0] > 4 * better[1]).isTrue();
  }

  private static double error(Pass pass, Map<String, Object> options, RandomLayer layer) {
    PassContext context =
        PassContext.of(new Target(8, 1), new Schedules(), new CompilingExecutor(), layer.weights());
    Map<String, Object> all = new HashMap<>(options);
    all.put("keep", "always");
    context.run(pass, all, layer.graph());
    Approximation done = context.approximations().getFirst();
    return done.error().orElseThrow();
  }

  /** The sizes of 3x3 filters to be made. */
  private record Filters(SplittableRandom random, int outputs, int channels) {
    static Filters of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return new Filters(random, 2 * random.nextInt(2, 9), random.nextInt(2, 6));
    }

    int output(int element) {
      return element / 9 / channels;
    }

    int channel(int element) {
      return element / 9 % channels;
    }

    int tap(int element) {
      return element % 9;
    }

    double[] normal(int count) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = random.nextGaussian();
      }
      return values;
    }

    /** The outputs in a random order. */
    int[] order() {
      int[] order = new int[outputs];
      for (int i = 0; i < outputs; i++) {
        int other = random.nextInt(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
      return order;
    }

    RandomLayer layer(IntToDoubleFunction weights) {
      float[] values = new float[outputs * channels * 9];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) weights.applyAsDouble(i);
      }
      return RandomLayer.of(random, values, outputs, channels, 3, 3);
    }
  }
}
