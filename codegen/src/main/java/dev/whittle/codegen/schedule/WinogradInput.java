package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transforms the inputs of a group of tiles, a strip of neighbours at a time: down the columns into
 * a strip of scratch, where neighbours share them, then along the rows, one plane for each value.
 * Strips that reach over the top or the bottom of a map are copied first, with rows of zeros.
 *
 * @param down the map of a column of a tile
 * @param along the map of a row
 * @param rowStep rows from one tile to the next below
 * @param step columns from one tile to the next beside it
 * @param width tiles in a group
 */
record WinogradInput(
    Lanes lanes, String variant, LinearMap down, LinearMap along, int rowStep, int step, int width)
    implements SlabWalker.Transform {
  private static final List<String> PARAMETERS =
      List.of(
          "first",
          "tilesInRow",
          "rowsInMap",
          "xAt",
          "xBatch",
          "xPlane",
          "xRow",
          "height",
          "width",
          "padHeight",
          "padWidth",
          "blocks",
          "vAt",
          "vValue",
          "sAt",
          "sRow",
          "tAt");

  String name() {
    return name("group" + width);
  }

  private String name(String part) {
    return "f32_winograd_" + variant + "_input_" + part + lanes.suffix();
  }

  @Override
  public String require(KernelLibrary library) {
    library.require(name("stage"), this::stage);
    library.require(name("down"), this::down);
    library.require(name("along"), this::along);
    return library.require(name(), kernel -> group(kernel, library));
  }

  /** Copies the rows and columns of a strip that exist, and puts zeros for the others. */
  private KernelMethod stage(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local firstRow = kernel.integer("firstRow");
    Local lastRow = kernel.integer("lastRow");
    Local first = kernel.integer("first");
    Local last = kernel.integer("last");
    Local count = kernel.integer("count");
    Local t = kernel.buffer("t");
    Local tAt = kernel.integer("tAt");
    Local tRow = kernel.integer("tRow");
    kernel.loop(
        "row",
        constant(0),
        constant(down.operands()),
        row -> {
          Local to = kernel.let("to", add(tAt, multiply(row, tRow)));
          Local from = kernel.let("from", add(xAt, multiply(row, xRow)));
          kernel.when(
              compare(Comparison.LESS, row, firstRow),
              () -> zeros(kernel, t, to, constant(0), count),
              () ->
                  kernel.when(
                      compare(Comparison.LESS, row, lastRow),
                      () -> {
                        zeros(kernel, t, to, constant(0), first);
                        kernel.loop(
                            "column",
                            first,
                            last,
                            column -> {
                              Local at = kernel.let("at", multiply(column, lanes.count()));
                              kernel.store(t, add(to, at), lanes.load(x, add(from, at)));
                            });
                        zeros(kernel, t, to, last, count);
                      },
                      () -> zeros(kernel, t, to, constant(0), count)));
        });
    return kernel.build();
  }

  private void zeros(KernelBuilder kernel, Local t, Local to, Expression first, Expression last) {
    kernel.loop(
        "zero",
        first,
        last,
        column -> kernel.store(t, add(to, multiply(column, lanes.count())), lanes.splat(0f)));
  }

  private KernelMethod down(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local first = kernel.integer("first");
    Local last = kernel.integer("last");
    Local count = kernel.integer("count");
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local sRow = kernel.integer("sRow");
    List<Local> to = rows(kernel, "to", sAt, sRow, down.results());
    for (Local row : to) {
      zeros(kernel, s, row, constant(0), first);
      zeros(kernel, s, row, last, count);
    }
    List<Local> from = rows(kernel, "from", xAt, xRow, down.operands());
    kernel.loop(
        "column",
        first,
        last,
        column -> {
          Local at = kernel.let("at", multiply(column, lanes.count()));
          List<Expression> values =
              down.apply(kernel, from.stream().map(f -> lanes.load(x, add(f, at))).toList());
          for (int i = 0; i < values.size(); i++) {
            kernel.store(s, add(to.get(i), at), values.get(i));
          }
        });
    return kernel.build();
  }

  private static List<Local> rows(
      KernelBuilder kernel, String name, Local at, Local row, int count) {
    List<Local> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(kernel.let(name + i, add(at, multiply(row, i))));
    }
    return rows;
  }

  private KernelMethod along(KernelBuilder kernel) {
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local sRow = kernel.integer("sRow");
    Local v = kernel.buffer("v");
    Local vAt = kernel.integer("vAt");
    Local vValue = kernel.integer("vValue");
    Local tiles = kernel.integer("tiles");
    kernel.loop(
        "row",
        constant(0),
        constant(down.results()),
        row -> {
          Local from = kernel.let("from", add(sAt, multiply(row, sRow)));
          Local first =
              kernel.let("first", add(vAt, multiply(multiply(row, along.results()), vValue)));
          List<Local> to = rows(kernel, "to", first, vValue, along.results());
          kernel.loop(
              "tile",
              constant(0),
              tiles,
              tile -> {
                Local read = kernel.let("read", add(from, multiply(tile, step * lanes.count())));
                Local at = kernel.let("at", multiply(tile, lanes.count()));
                List<Expression> operands = new ArrayList<>();
                for (int j = 0; j < along.operands(); j++) {
                  operands.add(lanes.load(s, add(read, j * lanes.count())));
                }
                List<Expression> values = along.apply(kernel, operands);
                for (int j = 0; j < values.size(); j++) {
                  kernel.store(v, add(to.get(j), at), values.get(j));
                }
              });
        });
    return kernel.build();
  }

  private KernelMethod group(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    names.put("x", kernel.buffer("x"));
    names.put("scratch", kernel.buffer("scratch"));
    PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    WinogradStrips strips = new WinogradStrips(kernel, names);
    strips.each(
        names.get("first"),
        add(names.get("first"), width),
        strip -> strip(kernel, library, names, strip));
    return kernel.build();
  }

  private void strip(
      KernelBuilder kernel,
      KernelLibrary library,
      Map<String, Expression> names,
      WinogradStrips.Strip strip) {
    int rows = down.operands();
    Local count = kernel.let("count", add(multiply(strip.tiles(), step), along.operands() - step));
    Local row = kernel.let("row", subtract(multiply(strip.row(), rowStep), names.get("padHeight")));
    Local column =
        kernel.let("column", subtract(multiply(strip.column(), step), names.get("padWidth")));
    Local first =
        kernel.let("firstColumn", clamp(subtract(constant(0), column), constant(0), count));
    Local last =
        kernel.let("lastColumn", clamp(subtract(names.get("width"), column), first, count));
    Local from =
        kernel.let(
            "from",
            add(
                add(names.get("xAt"), multiply(strip.image(), names.get("xBatch"))),
                add(multiply(row, names.get("xRow")), multiply(column, lanes.count()))));
    Local firstRow =
        kernel.let("firstRow", clamp(subtract(constant(0), row), constant(0), constant(rows)));
    Local lastRow =
        kernel.let("lastRow", clamp(subtract(names.get("height"), row), firstRow, constant(rows)));
    Map<String, Expression> common = new HashMap<>(names);
    common.put("firstRow", firstRow);
    common.put("lastRow", lastRow);
    common.put("first", first);
    common.put("last", last);
    common.put("count", count);
    common.put("tiles", strip.tiles());
    for (String buffer : List.of("s", "t", "v")) {
      common.put(buffer, names.get("scratch"));
    }
    common.put("tRow", names.get("sRow"));
    Local missing = kernel.let("missing", add(firstRow, subtract(constant(rows), lastRow)));
    kernel.loop(
        "block",
        constant(0),
        names.get("blocks"),
        block -> {
          Map<String, Expression> arguments = new HashMap<>(common);
          arguments.put(
              "xAt", kernel.let("plane", add(from, multiply(block, names.get("xPlane")))));
          kernel.when(
              compare(Comparison.EQUAL, missing, constant(0)),
              () -> library.invoke(kernel, name("down"), arguments),
              () -> {
                library.invoke(kernel, name("stage"), arguments);
                Map<String, Expression> staged = new HashMap<>(arguments);
                staged.put("x", names.get("scratch"));
                staged.put("xAt", names.get("tAt"));
                staged.put("xRow", names.get("sRow"));
                staged.put("first", constant(0));
                staged.put("last", count);
                library.invoke(kernel, name("down"), staged);
              });
          arguments.put(
              "vAt",
              add(
                  add(names.get("vAt"), multiply(block, width * lanes.count())),
                  multiply(strip.slot(), lanes.count())));
          library.invoke(kernel, name("along"), arguments);
        });
  }

  private static Expression clamp(Expression value, Expression low, Expression high) {
    return minimum(maximum(value, low), high);
  }
}
