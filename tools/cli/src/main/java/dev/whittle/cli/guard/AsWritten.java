package dev.whittle.cli.guard;

import dev.whittle.cli.option.Source;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.util.List;

/** Networks as code that no optional pass has touched: what others are compared with. */
public final class AsWritten {
  private AsWritten() {}

  /** Compiles {@code source} by the pipeline {@code none} for items of one. */
  public static Model load(Source source, int lanes, Options options) {
    Settings settings =
        new Settings(
            "whittle.generated",
            target -> Pipelines.NONE,
            List.of(lanes),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (pass, graph) -> {});
    return NetworkCompiler.compile(source.graph(), source.weights(), settings).load(options);
  }
}
