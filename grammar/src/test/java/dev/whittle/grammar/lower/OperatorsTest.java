package dev.whittle.grammar.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.op.OpSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A new op record is an operator of the language without another line of code. */
class OperatorsTest {
  static List<String> names() {
    return Operators.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOpRecordHasASignature(String name) {
    OpSchema schema = Operators.find(name).orElseThrow();
    Signature signature = Operators.signature(schema);
    assertThat(signature.params()).hasSize(schema.operands().size() + schema.attributes().size());
    Set<String> names = new HashSet<>();
    for (Signature.Param param : signature.params()) {
      assertThat(names.add(param.name())).isTrue();
      param.aliases().forEach(a -> assertThat(names.add(a)).isTrue());
    }
    assertThat(Operators.loweredSignature(schema).variadic())
        .isEqualTo(!schema.operands().isEmpty());
  }
}
