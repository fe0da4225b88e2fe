package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * A method under construction that works on a tile of the map: its parameters and their meaning.
 */
final class FourierTiles {
  private final KernelBuilder kernel;
  private final FourierShape shape;
  private final Map<String, Local> known = new HashMap<>();

  FourierTiles(KernelBuilder kernel, FourierShape shape) {
    this.kernel = kernel;
    this.shape = shape;
  }

  /**
   * Where a tile lies.
   *
   * @param image of the batch
   * @param down tiles above it
   * @param across tiles to its left
   * @param group of its slab
   * @param offset floats from the start of its group's blocks
   */
  record Place(Local image, Local down, Local across, Local group, Expression offset) {}

  /** A parameter, declared when first asked for. */
  Local integer(String name) {
    return known.computeIfAbsent(name, kernel::integer);
  }

  /** A parameter, declared when first asked for. */
  Local buffer(String name) {
    return known.computeIfAbsent(name, kernel::buffer);
  }

  /** The place of parameter {@code tile} in the slab that starts at {@code firstTile}. */
  Place place() {
    Local tile = integer("tile");
    Local line = kernel.let("line", divide(tile, integer("across")));
    Local index = kernel.let("index", subtract(tile, integer("firstTile")));
    Expression width = Expressions.constant(shape.width());
    Local inGroup = kernel.let("inGroup", remainder(index, width));
    return new Place(
        kernel.let("image", divide(line, integer("down"))),
        kernel.let("tileRow", remainder(line, integer("down"))),
        kernel.let("tileColumn", remainder(tile, integer("across"))),
        kernel.let("group", divide(index, width)),
        multiply(inGroup, 2 * shape.lanes()));
  }

  /** Floats from a group of tiles to the next in the transformed map. */
  Expression groupDistance() {
    return multiply(integer("planes"), shape.groupFloats());
  }
}
