package dev.whittle.grammar.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.op.OpSchema;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  @Test
  void operatorsHaveOtherNames() {
    assertThat(Functions.names())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(OpSchema.all().stream().map(OpSchema::name).toList());
  }
}
