package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the caller provides; the node's name is the input's. */
@Operator(
    name = "input",
    operands = {},
    summary = "A tensor the caller provides.")
public record Input(TensorType type, Optional<Preprocessing> preprocessing) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 0, 0);
    Check.size(type.shape());
    return List.of(type);
  }

  /** This input with symbolic sizes replaced. */
  public Input bind(Map<String, Integer> sizes) {
    return new Input(type.bind(sizes), preprocessing);
  }
}
