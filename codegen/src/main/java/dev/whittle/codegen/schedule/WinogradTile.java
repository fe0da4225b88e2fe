package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the products of tiles beside each other that lie in the map as a whole into results, a tile
 * at a time in registers: down all columns, then along the rows, bias, epilogue and store.
 *
 * @param firstRow the first row of results
 * @param down makes the rows from it on
 */
record WinogradTile(
    Lanes lanes,
    String variant,
    int firstRow,
    LinearMap down,
    LinearMap along,
    boolean bias,
    List<Epilogue> epilogue) {
  /** HotSpot's first compiler gives up on methods of some hundred vector operations. */
  private static final int MOST_VALUES = 36;

  /** Values of which all rows of results are made at once. */
  private static final int FEW_VALUES = 16;

  private static final int MOST_OPERATIONS = 2;

  /** The kernels that together make all rows of results; none when they would be too long. */
  static List<WinogradTile> of(
      Lanes lanes,
      String variant,
      LinearMap down,
      LinearMap along,
      boolean bias,
      List<Epilogue> epilogue) {
    int values = down.operands() * along.operands();
    if (values > MOST_VALUES || !FusedEpilogue.of(epilogue, MOST_OPERATIONS).later().isEmpty()) {
      return List.of();
    }
    int step = values > FEW_VALUES ? 2 : down.results();
    List<WinogradTile> tiles = new ArrayList<>();
    for (int row = 0; row < down.results(); row += step) {
      LinearMap rows = down.rows(row, Math.min(row + step, down.results()));
      tiles.add(new WinogradTile(lanes, variant, row, rows, along, bias, epilogue));
    }
    return tiles;
  }

  String name() {
    return "f32_winograd_"
        + variant
        + "_output_rows"
        + firstRow
        + (bias ? "" : "_nobias")
        + FusedEpilogue.name(epilogue)
        + lanes.suffix();
  }

  String require(KernelLibrary library) {
    return library.require(name(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    Local m = kernel.buffer("m");
    Local mAt = kernel.integer("mAt");
    Local mValue = kernel.integer("mValue");
    Local tiles = kernel.integer("tiles");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yRow = kernel.integer("yRow");
    boolean adds = epilogue.contains(new Epilogue.AddOperand());
    Local r = adds ? kernel.buffer("r") : null;
    Local rAt = adds ? kernel.integer("rAt") : null;
    Local start =
        bias ? kernel.let("bias", lanes.load(kernel.buffer("b"), kernel.integer("bAt"))) : null;
    kernel.loop(
        "tile",
        constant(0),
        tiles,
        tile -> {
          Local read = kernel.let("read", add(mAt, multiply(tile, lanes.count())));
          Local write = kernel.let("write", multiply(tile, along.results() * lanes.count()));
          List<List<Expression>> columns = new ArrayList<>();
          for (int j = 0; j < along.operands(); j++) {
            List<Expression> column = new ArrayList<>();
            for (int i = 0; i < down.operands(); i++) {
              int value = i * along.operands() + j;
              column.add(lanes.load(m, add(read, multiply(mValue, value))));
            }
            columns.add(down.apply(kernel, column));
          }
          for (int i = 0; i < down.results(); i++) {
            int row = i;
            List<Expression> values =
                along.apply(kernel, columns.stream().map(c -> c.get(row)).toList());
            Local line = kernel.let("line", add(write, multiply(yRow, firstRow + i)));
            for (int j = 0; j < values.size(); j++) {
              Expression at = add(line, j * lanes.count());
              Expression sum = bias ? add(values.get(j), start) : values.get(j);
              kernel.store(
                  y,
                  add(yAt, at),
                  FusedEpilogue.apply(
                      kernel, lanes, epilogue, sum, () -> lanes.load(r, add(rAt, at))));
            }
          }
        });
    return kernel.build();
  }
}
