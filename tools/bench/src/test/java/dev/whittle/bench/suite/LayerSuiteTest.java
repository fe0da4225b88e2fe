package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.cost.Costs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSuiteTest {
  /** How often each layer occurs in VGG16, whose convolutions take 15.35 billion multiply-adds. */
  private static final List<Integer> OCCURRENCES = List.of(1, 1, 1, 1, 1, 2, 1, 2, 3);

  @Test
  void theLayersOfVggAddUpToTheNetwork() {
    List<ConvolutionLayer> layers = LayerSuite.VGG.layers();
    assertThat(layers).hasSameSizeAs(OCCURRENCES);
    long macs = 0;
    for (int i = 0; i < layers.size(); i++) {
      macs += OCCURRENCES.get(i) * macs(layers.get(i));
    }
    assertThat(macs).isEqualTo(15_346_630_656L);
  }

  /** Best time and effective rate on four cores, as NNPACK's authors measured them. */
  @ParameterizedTest
  @CsvSource({
    "AlexNet conv2, 128, 86, 667",
    "AlexNet conv3, 128, 44, 652",
    "AlexNet conv4, 128, 56, 684",
    "AlexNet conv5, 128, 40, 638",
    "VGG-A conv1, 64, 255, 43",
    "VGG-A conv2, 64, 267, 443",
    "VGG-A conv3.1, 64, 185, 640",
    "VGG-A conv3.2, 64, 309, 766",
    "VGG-A conv4.1, 64, 149, 794",
    "VGG-A conv4.2, 64, 264, 897",
    "VGG-A conv5, 64, 83, 713",
    "OverFeat conv2, 128, 73, 862",
    "OverFeat conv3, 128, 54, 805",
    "OverFeat conv4, 128, 173, 1005",
    "OverFeat conv5, 128, 315, 1104"
  })
  void theLayersOfNnpackDoThePublishedWork(
      String name, int batch, double milliseconds, double gflops) {
    assertThat(2e-6 * batch * macs(LayerSuite.NNPACK.find(name)) / milliseconds)
        .isCloseTo(gflops, within(0.015 * gflops));
  }

  @Test
  void thePointwiseLayersHaveTheWorkOfTheirNetwork() {
    assertThat(LayerSuite.POINTWISE.layers())
        .allMatch(layer -> layer.kernel() == 1 && layer.pads() == 0)
        .extracting(LayerSuiteTest::macs)
        .containsExactly(51_380_224L, 51_380_224L, 51_380_224L, 51_380_224L);
    assertThat(LayerSuite.NNPACK.layers()).hasSize(15);
  }

  private static long macs(ConvolutionLayer layer) {
    return Costs.of(layer.graph().bindAll(1)).macs();
  }
}
