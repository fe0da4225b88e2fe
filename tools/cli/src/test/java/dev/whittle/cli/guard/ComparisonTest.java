package dev.whittle.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.PipelineSpec.Limit;
import dev.whittle.ir.PipelineSpec.Measure;
import dev.whittle.ir.Span;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  @Test
  void differencesAreRelativeToTheLargestValue() {
    assertThat(difference(of(1, -4), of(1, -4))).isZero();
    assertThat(difference(of(1, -4), of(2, -4))).isEqualTo(0.25);
    assertThat(difference(of(0, 0), of(0, 0))).isZero();
    assertThat(difference(of(0, 0), of(0, 1))).isInfinite();
    assertThat(difference(of(NAN, 2, INF), of(NAN, 1, INF))).isEqualTo(0.5);
    assertThat(difference(of(NAN, 2), of(1, 2))).isInfinite();
    assertThat(difference(of(1, 2), of(INF, 2))).isInfinite();
    assertThat(difference(of(0f), of(-0f))).isZero();
  }

  @Property
  void scalingBothChangesNothing(
      @ForAll @Size(8) float[] values, @ForAll @FloatRange(min = 0.5f, max = 2f) float factor) {
    float[] finite = new float[values.length];
    float[] other = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      finite[i] = Math.abs(values[i]) < 1e-3 ? 0 : values[i] % 1000;
      other[i] = finite[i] * factor;
    }
    double expected = difference(finite, finite) == 0 && isZero(finite) ? 0 : Math.abs(1 - factor);
    assertThat(difference(finite, other))
        .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "TOP1_DROP,  0.01, 0.01, true",
    "TOP1_DROP,  0.02, 0.01, false",
    "TOP1_DROP, -0.50, 0.00, true",
    "DIFFERENCE, 1e-3, 1e-4, false",
    "DIFFERENCE, 1e-5, 1e-4, true",
    "AGREEMENT,  0.98, 0.99, false",
    "AGREEMENT,  1.00, 0.99, true"
  })
  void limitsHoldOnTheirSide(Measure measure, double measured, double limit, boolean holds) {
    Span span = new Span("P.pipeline", 3, 5, 3, 9);
    Verdict verdict =
        new Verdict(Path.of("data.zip"), new Limit(measure, limit, span), measured, 200);
    assertThat(verdict.holds()).isEqualTo(holds);
    assertThat(verdict.problem().isEmpty()).isEqualTo(holds);
    verdict.problem().ifPresent(p -> assertThat(p.span()).isEqualTo(span));
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static double difference(float[] expected, float[] actual) {
    return Comparison.difference(expected, actual);
  }

  private static float[] of(float... values) {
    return values;
  }
}
