package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.Exactness;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecompositionsTest {
  @Test
  void allCasesComputeTheConvolutionsOfVgg16() {
    List<Case> cases = Decompositions.cases();
    assertThat(cases)
        .allSatisfy(subject ->
            assertThat(Costs.of(subject.source().get().bindAll(1)).macs())
                .isEqualTo(15_346_630_656L));
    assertThat(cases)
        .filteredOn(subject -> subject.pipeline().equals(Pipelines.EXACT))
        .extracting(Case::name)
        .containsExactly("whole");
  }

  @Test
  void splitCasesSplit() {
    assertThat(Decompositions.cases())
        .filteredOn(subject -> !subject.name().startsWith("whole"))
        .hasSize(4)
        .allMatch(subject ->
            subject.pipeline().steps().stream()
                .anyMatch(step -> step.pass().info().exactness() == Exactness.APPROXIMATE));
  }
}
