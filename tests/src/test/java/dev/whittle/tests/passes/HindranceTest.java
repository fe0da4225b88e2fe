package dev.whittle.tests.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason not to compile: where it is reported, and what is said. */
class HindranceTest {
  @ParameterizedTest
  @EnumSource
  void isReportedWhereTheNetworkWasWritten(Hindrance hindrance) {
    Kernels none = (op, operands, results, target) -> List.of();
    Kernels kernels = hindrance == Hindrance.NO_KERNEL ? none : new Schedules();
    PassFailure failure =
        catchThrowableOfType(PassFailure.class, () -> compile(source(hindrance), kernels));
    assertThat(failure).isNotNull();
    assertThat(failure.diagnostic().code()).isEqualTo(hindrance.code());
    assertThat(failure.diagnostic().span().file()).isEqualTo("Net.cnn");
    assertThat(failure.diagnostic().hint()).isNotBlank();
    assertThat(Hindrance.find(hindrance.code())).contains(hindrance);
  }

  @Test
  void isFoundWhereNothingIsLeftToCompute() {
    PassFailure failure =
        catchThrowableOfType(
            PassFailure.class,
            () -> compile(network("f32[1, 1, 2, 1, 1, 1]", "x"), new Schedules()));
    assertThat(failure.diagnostic().code()).isEqualTo(Hindrance.TOO_MANY_AXES.code());
  }

  private static String source(Hindrance hindrance) {
    return switch (hindrance) {
      case NO_KERNEL -> network("f32[1, 4]", "relu(x)");
      case TOO_MANY_AXES -> network("f32[1, 8]", "reshape(x, [1, 2, 2, 2, 1, 1])");
      case TOO_LARGE -> network("f32[1, 30000, 30000]", "softmax(x) + tanh(x) + sigmoid(x)");
      case OPEN_SIZE -> network("f32[N, 4]", "relu(x)");
      case NOT_F32 -> network("f16[1, 4]", "relu(x)");
    };
  }

  private static String network(String type, String result) {
    return "network Net {\n  input x: %s\n  output y = %s\n}\n".formatted(type, result);
  }

  private static void compile(String source, Kernels kernels) {
    PassContext context =
        PassContext.of(new Target(16, 1), kernels, new CompilingExecutor(), Weights.of(Map.of()));
    Graph graph = Cnn.read("Net.cnn", source, Path.of(".")).graphs().getFirst();
    new PassManager().run(Pipelines.NONE, graph, context);
  }
}
