package dev.whittle.grammar.lower;

import dev.whittle.ir.Origin;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Op;
import java.util.List;

/**
 * Where a layer stands: the path that names it and its parameters.
 *
 * @param isShared the path was chosen by the user
 */
record Site(Emitter emitter, Frame frame, String path, boolean isShared, Origin origin) {
  /** The parameter {@code path.name}. */
  Value parameter(String name, TensorType type, Given given) {
    String tensor = path.isEmpty() ? name : path + "." + name;
    return emitter.parameter(tensor, type, isShared, given, frame);
  }

  /** The layer's node. */
  Value add(Op op, Given given, List<Value> operands) {
    return emitter.add(
        path.isEmpty() ? given.functionName() : path, op, operands, given, frame, origin);
  }
}
