package dev.whittle.ir.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpSchemaTest {
  @Test
  void everyOperatorIsNamedOnceAndExplained() {
    List<String> names = OpSchema.all().stream().map(OpSchema::name).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    assertThat(names)
        .contains("conv2d", "relu", "lowered")
        .allMatch(n -> OpSchema.find(n).isPresent());
    assertThat(OpSchema.all())
        .allSatisfy(schema -> assertThat(schema.summary()).isNotBlank())
        .allSatisfy(schema -> assertThat(operands(schema)).matches("[a-z ]*[?*]?"));
  }

  @Test
  void valuesAndCreateAreInverse() {
    Op conv = new Conv(List.of(3, 3), List.of(1, 2), List.of(0, 1, 2, 3), List.of(1, 1), 2);
    OpSchema schema = OpSchema.of(conv.getClass());
    assertThat(schema.create(schema.values(conv))).isEqualTo(conv);
    assertThat(OpSchema.find("conv2d")).contains(schema);
    assertThat(OpSchema.find("conv3d")).isEmpty();
  }

  @Test
  void attributesKnowTheirTypesAndDefaults() {
    List<OpSchema.Attribute> attributes = OpSchema.of(AveragePool.class).attributes();
    OpSchema.Attribute pads = attributes.get(2);
    assertThat(pads.name()).isEqualTo("pads");
    assertThat(pads.rawType()).isEqualTo(List.class);
    assertThat(pads.elementType()).contains(Integer.class);
    assertThat(pads.defaultValue()).contains("0");
    assertThat(pads.perSpatialAxis()).contains(2);
    assertThat(attributes.get(3).rawType()).isEqualTo(boolean.class);
    assertThat(attributes.get(0).defaultValue()).isEqualTo(Optional.empty());
  }

  private static String operands(OpSchema schema) {
    return String.join(" ", schema.operands());
  }
}
