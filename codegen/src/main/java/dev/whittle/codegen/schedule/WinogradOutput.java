package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.select;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the products of a group of tiles into results, a strip of neighbours at a time: whole tiles
 * in registers, see {@link WinogradTile}; those that reach over the edge of the map, or would need
 * too much code, down the columns into one strip of scratch, along the rows into another, then
 * epilogue and store as far as the map goes.
 *
 * @param width tiles in a group
 */
record WinogradOutput(
    Lanes lanes,
    String variant,
    LinearMap down,
    LinearMap along,
    int width,
    boolean bias,
    List<Epilogue> epilogue)
    implements SlabWalker.Transform {
  private static final List<String> PARAMETERS =
      List.of(
          "first",
          "fromTile",
          "toTile",
          "tilesInRow",
          "rowsInMap",
          "fromVector",
          "toVector",
          "outHeight",
          "outWidth",
          "yAt",
          "yBatch",
          "yPlane",
          "yRow",
          "rAt",
          "rBatch",
          "bAt",
          "mAt",
          "mVector",
          "mValue",
          "sAt",
          "sRow",
          "tAt");

  String name() {
    return name("group" + width + (bias ? "" : "_nobias") + FusedEpilogue.name(epilogue));
  }

  private String name(String part) {
    return "f32_winograd_" + variant + "_output_" + part + lanes.suffix();
  }

  private String alongName() {
    return name("along" + (bias ? "" : "_nobias"));
  }

  @Override
  public String require(KernelLibrary library) {
    library.require(name("down"), this::down);
    library.require(alongName(), this::along);
    tiles().forEach(tile -> tile.require(library));
    EpiloguePass.require(library, lanes, epilogue);
    return library.require(name(), kernel -> group(kernel, library));
  }

  private boolean adds() {
    return epilogue.contains(new Epilogue.AddOperand());
  }

  private KernelMethod down(KernelBuilder kernel) {
    Local m = kernel.buffer("m");
    Local mAt = kernel.integer("mAt");
    Local mValue = kernel.integer("mValue");
    Local tiles = kernel.integer("tiles");
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local sRow = kernel.integer("sRow");
    int columns = along.operands();
    kernel.loop(
        "column",
        constant(0),
        constant(columns),
        column -> {
          List<Local> from = new ArrayList<>();
          for (int i = 0; i < down.operands(); i++) {
            from.add(kernel.let("from" + i, add(mAt, multiply(mValue, add(column, i * columns)))));
          }
          List<Local> to = new ArrayList<>();
          for (int i = 0; i < down.results(); i++) {
            to.add(
                kernel.let(
                    "to" + i, add(add(sAt, multiply(sRow, i)), multiply(column, lanes.count()))));
          }
          kernel.loop(
              "tile",
              constant(0),
              tiles,
              tile -> {
                Local read = kernel.let("read", multiply(tile, lanes.count()));
                Local write = kernel.let("write", multiply(tile, columns * lanes.count()));
                List<Expression> values =
                    down.apply(
                        kernel, from.stream().map(f -> lanes.load(m, add(f, read))).toList());
                for (int i = 0; i < values.size(); i++) {
                  kernel.store(s, add(to.get(i), write), values.get(i));
                }
              });
        });
    return kernel.build();
  }

  private KernelMethod along(KernelBuilder kernel) {
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local sRow = kernel.integer("sRow");
    Local rows = kernel.integer("rows");
    Local tiles = kernel.integer("tiles");
    Local t = kernel.buffer("t");
    Local tAt = kernel.integer("tAt");
    Local start =
        bias ? kernel.let("bias", lanes.load(kernel.buffer("b"), kernel.integer("bAt"))) : null;
    kernel.loop(
        "row",
        constant(0),
        rows,
        row -> {
          Local shift = kernel.let("shift", multiply(row, sRow));
          kernel.loop(
              "tile",
              constant(0),
              tiles,
              tile -> {
                Expression strip = add(sAt, shift);
                Local read =
                    kernel.let(
                        "read", add(strip, multiply(tile, along.operands() * lanes.count())));
                Local write =
                    kernel.let(
                        "write",
                        add(add(tAt, shift), multiply(tile, along.results() * lanes.count())));
                List<Expression> operands = new ArrayList<>();
                for (int j = 0; j < along.operands(); j++) {
                  operands.add(lanes.load(s, add(read, j * lanes.count())));
                }
                List<Expression> values = along.apply(kernel, operands);
                for (int j = 0; j < values.size(); j++) {
                  Expression value = bias ? add(values.get(j), start) : values.get(j);
                  kernel.store(t, add(write, j * lanes.count()), value);
                }
              });
        });
    return kernel.build();
  }

  private KernelMethod group(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    for (String buffer : List.of("scratch", "b", "r", "y")) {
      names.put(buffer, kernel.buffer(buffer));
    }
    PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    new WinogradStrips(kernel, names)
        .each(
            names.get("fromTile"),
            names.get("toTile"),
            strip -> strip(kernel, library, names, strip));
    return kernel.build();
  }

  private void strip(
      KernelBuilder kernel,
      KernelLibrary library,
      Map<String, Expression> names,
      WinogradStrips.Strip strip) {
    Local row = kernel.let("row", multiply(strip.row(), down.results()));
    Local column = kernel.let("column", multiply(strip.column(), along.results()));
    Local rows =
        kernel.let(
            "rows", minimum(constant(down.results()), subtract(names.get("outHeight"), row)));
    Local count =
        kernel.let(
            "count",
            minimum(
                multiply(strip.tiles(), along.results()), subtract(names.get("outWidth"), column)));
    Expression inMap = add(multiply(row, names.get("yRow")), multiply(column, lanes.count()));
    Local yFrom =
        kernel.let(
            "yFrom",
            add(add(names.get("yAt"), multiply(strip.image(), names.get("yBatch"))), inMap));
    Local rFrom =
        adds()
            ? kernel.let(
                "rFrom",
                add(add(names.get("rAt"), multiply(strip.image(), names.get("rBatch"))), inMap))
            : null;
    Local mFrom = kernel.let("mFrom", add(names.get("mAt"), multiply(strip.slot(), lanes.count())));
    Local whole =
        kernel.let(
            "whole",
            select(
                compare(Comparison.EQUAL, rows, constant(down.results())),
                divide(count, constant(along.results())),
                constant(0)));
    Map<String, Expression> common = new HashMap<>(names);
    for (String buffer : List.of("m", "s", "t")) {
      common.put(buffer, names.get("scratch"));
    }
    common.put("rows", rows);
    common.put("tiles", strip.tiles());
    common.put("count", count);
    kernel.loop(
        "vector",
        names.get("fromVector"),
        names.get("toVector"),
        vector -> {
          Map<String, Expression> arguments = new HashMap<>(common);
          Local m =
              kernel.let(
                  "m",
                  add(
                      mFrom,
                      multiply(subtract(vector, names.get("fromVector")), names.get("mVector"))));
          Local y = kernel.let("y", add(yFrom, multiply(vector, names.get("yPlane"))));
          Local r =
              adds() ? kernel.let("r", add(rFrom, multiply(vector, names.get("yPlane")))) : null;
          arguments.put("bAt", add(names.get("bAt"), multiply(vector, lanes.count())));
          if (tiles().isEmpty()) {
            arguments.put("mAt", m);
            cut(kernel, library, arguments, y, r);
            return;
          }
          Map<String, Expression> inside = new HashMap<>(arguments);
          inside.put("mAt", m);
          inside.put("tiles", whole);
          inside.put("yAt", y);
          inside.put("rAt", r);
          tiles().forEach(tile -> library.invoke(kernel, tile.name(), inside));
          kernel.when(
              compare(Comparison.LESS, whole, strip.tiles()),
              () -> {
                int step = along.results() * lanes.count();
                arguments.put("mAt", add(m, multiply(whole, lanes.count())));
                arguments.put("tiles", subtract(strip.tiles(), whole));
                arguments.put("count", subtract(count, multiply(whole, along.results())));
                cut(
                    kernel,
                    library,
                    arguments,
                    kernel.let("yRest", add(y, multiply(whole, step))),
                    adds() ? kernel.let("rRest", add(r, multiply(whole, step))) : null);
              });
        });
  }

  /**
   * Tiles of which some lie outside of the map: results are staged, and stored as far as it goes.
   */
  private void cut(
      KernelBuilder kernel,
      KernelLibrary library,
      Map<String, Expression> given,
      Local y,
      Local r) {
    Map<String, Expression> arguments = new HashMap<>(given);
    library.invoke(kernel, name("down"), arguments);
    library.invoke(kernel, alongName(), arguments);
    kernel.loop(
        "line",
        constant(0),
        given.get("rows"),
        line -> {
          Local shift = kernel.let("lineShift", multiply(line, given.get("yRow")));
          arguments.put("s", given.get("scratch"));
          arguments.put("sAt", add(given.get("tAt"), multiply(line, given.get("sRow"))));
          arguments.put("yAt", add(y, shift));
          if (adds()) {
            arguments.put("rAt", add(r, shift));
          }
          library.invoke(kernel, EpiloguePass.name(lanes, epilogue), arguments);
        });
  }

  private List<WinogradTile> tiles() {
    return WinogradTile.of(lanes, variant, down, along, bias, epilogue);
  }
}
