package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * The same elements in another shape.
 *
 * @param shape sizes; 0 keeps the operand's size on that axis (also a symbolic one), one −1 takes
 *     what is left
 */
@Operator(
    name = "reshape",
    operands = {"x"},
    summary = "The same elements in another shape.")
public record Reshape(List<Integer> shape) implements Op {
  public Reshape {
    shape = List.copyOf(shape);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.atLeast(shape, -1, "shape");
    TensorType x = operands.getFirst();
    if (shape.stream().filter(s -> s == -1).count() > 1) {
      throw new ShapeException("shape may hold one -1, is " + shape);
    }
    Dim[] dims = new Dim[shape.size()];
    boolean[] kept = new boolean[x.rank()];
    for (int i = 0; i < dims.length; i++) {
      if (shape.get(i) == 0 && i >= x.rank()) {
        throw new ShapeException("shape keeps axis %d, which %s does not have".formatted(i, x));
      }
      if (shape.get(i) == 0) {
        kept[i] = true;
        dims[i] = x.shape().dim(i);
      } else if (shape.get(i) > 0) {
        dims[i] = Dim.of(shape.get(i));
      }
    }
    long available = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!kept[axis] && x.shape().dim(axis) instanceof Dim.Symbol(String name)) {
        throw new ShapeException(
            0,
            "has the symbolic size %s on axis %d: write 0 there, 0 keeps the axis"
                .formatted(name, axis));
      }
      available *= kept[axis] ? 1 : x.shape().size(axis);
    }
    long wanted = 1;
    for (int size : shape) {
      wanted = Math.min(wanted * Math.max(1, size), Integer.MAX_VALUE);
    }
    int free = shape.indexOf(-1);
    if (free >= 0 && available % wanted == 0) {
      dims[free] = Dim.of((int) (available / wanted));
    } else if (free >= 0 || available != wanted) {
      throw new ShapeException(0, "%s cannot take the shape %s".formatted(x, shape));
    }
    return Check.one(x, Shape.of(dims));
  }

  @Override
  public boolean isRenaming() {
    return true;
  }
}
