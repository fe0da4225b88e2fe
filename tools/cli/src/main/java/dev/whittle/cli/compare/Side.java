package dev.whittle.cli.compare;

import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.Map;

/** The second of two networks that are compared, in terms of the first. */
public sealed interface Side extends AutoCloseable permits NetworkSide, PipelineSide, EngineSide {
  /** What it is, for people. */
  String title();

  /** Its outputs under the first one's names, for inputs under the first one's names. */
  Map<String, Tensor> run(Map<String, Tensor> inputs);

  /** What values of the first network are in this one, where it has them. */
  Map<Value, Tensor> counterparts(Map<String, Tensor> inputs);

  @Override
  void close();
}
