package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cuts a run of tiles into strips of neighbours in a row of a map.
 *
 * @param names holds {@code tilesInRow}, {@code rowsInMap} and {@code first}, the tile of slot 0
 */
record WinogradStrips(KernelBuilder kernel, Map<String, Expression> names) {
  /**
   * Some tiles beside each other.
   *
   * @param row of tiles, in its map
   * @param column the first tile's
   * @param slot the first tile's place in its group
   */
  record Strip(Local image, Local row, Local column, Local slot, Local tiles) {}

  /** Writes a loop over the strips of the tiles {@code [from, to)}, which are at least one. */
  void each(Expression from, Expression to, Consumer<Strip> body) {
    Expression inRow = names.get("tilesInRow");
    kernel.loop(
        "strip",
        divide(from, inRow),
        add(divide(subtract(to, constant(1)), inRow), 1),
        strip -> {
          Local begin = kernel.let("begin", multiply(strip, inRow));
          Local start = kernel.let("start", maximum(begin, from));
          Local end = kernel.let("end", minimum(add(begin, inRow), to));
          body.accept(
              new Strip(
                  kernel.let("image", divide(strip, names.get("rowsInMap"))),
                  kernel.let("tileRow", remainder(strip, names.get("rowsInMap"))),
                  kernel.let("tileColumn", subtract(start, begin)),
                  kernel.let("slot", subtract(start, names.get("first"))),
                  kernel.let("tiles", subtract(end, start))));
        });
  }
}
