package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The loop over the units {@code [from, to)} of a sliding-window op. A unit is one tile: units
 * count tiles of a row first, then the rows of a block, then groups of output vectors, then blocks
 * of rows, then images. Walkers are shared between layers; extents and offsets are parameters, see
 * {@link #PARAMETERS}.
 *
 * @param tiles the kernel of every tile of a row, in order
 * @param inputBlock floats of one input position: lanes of a blocked input, 1 of a plain one
 * @param filtered whether there are weights
 * @param reads which input planes a group of output vectors reads
 * @param dilated whether the kernel's rows are apart
 * @param countsPadding whether an average counts rows of padding
 * @param epilogue whose later part runs over each tile once it is stored in scratch
 */
record WindowWalker(
    Lanes lanes,
    List<? extends Tile> tiles,
    int inputBlock,
    boolean filtered,
    Reads reads,
    boolean dilated,
    boolean countsPadding,
    FusedEpilogue epilogue) {
  /** Which planes of the input vectors of outputs read. */
  enum Reads {
    ALL,
    THOSE_OF_THEIR_GROUP,
    /** Groups fill no blocks of inputs or no vectors of outputs; units count groups. */
    PARTS_OF_THOSE_OF_THEIR_GROUP,
    THE_SAME,
    /** Several vectors share one block of inputs; each reads the block's length up to its share. */
    A_PART_OF_ONE
  }

  /** The int parameters of every walker, in order. */
  static final List<String> PARAMETERS =
      List.of(
          "xAt",
          "xBatch",
          "xPlane",
          "xRow",
          "width",
          "yAt",
          "yBatch",
          "yPlane",
          "height",
          "blockRows",
          "blocks",
          "tilesInRow",
          "lastColumn",
          "outWidth",
          "groups",
          "planes",
          "kernelHeight",
          "strideHeight",
          "padHeight",
          "padEndHeight",
          "dilationHeight",
          "strideWidth",
          "padWidth",
          "wAt",
          "wVector",
          "wPlane",
          "wRow",
          "bAt",
          "rAt",
          "rBatch",
          "rPlane",
          "blocksPerGroup");

  /** A unique name made of the tiles'. */
  String name() {
    Map<String, Integer> distinct = new LinkedHashMap<>();
    tiles.forEach(t -> distinct.merge(t.name(), 1, Integer::sum));
    String first = tiles.getFirst().name();
    String rest =
        distinct.keySet().stream()
            .skip(1)
            .map(n -> "_then_" + n.substring(commonPrefix(first, n)))
            .collect(Collectors.joining());
    return first
        + rest
        + (isRegular() ? "" : "_" + tiles.size() + "tiles")
        + (reads == Reads.THOSE_OF_THEIR_GROUP ? "_grouped" : "")
        + (dilated ? "_dilated" : "")
        + (countsPadding ? "_padded" : "")
        + FusedEpilogue.name(epilogue.later())
        + "_rows"
        + lanes.suffix();
  }

  private static int commonPrefix(String left, String right) {
    int at = 0;
    while (at < Math.min(left.length(), right.length()) && left.charAt(at) == right.charAt(at)) {
      at++;
    }
    return at;
  }

  /** Whether all tiles but the first and the last are alike. */
  private boolean isRegular() {
    return tiles.size() < 3
        || tiles.subList(1, tiles.size() - 1).stream().map(Tile::name).distinct().count() == 1;
  }

  /** Makes sure that the walker and its tiles exist; returns its name. */
  String require(KernelLibrary library) {
    for (Tile tile : tiles) {
      tile.require(library);
    }
    EpiloguePass.require(library, tiles.getFirst(), epilogue);
    return library.require(name(), kernel -> new Body(kernel, library).build());
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final KernelLibrary library;
    private final Map<String, Expression> names = new HashMap<>();

    Body(KernelBuilder kernel, KernelLibrary library) {
      this.kernel = kernel;
      this.library = library;
      for (String buffer : List.of("x", "w", "b", "r", "y", "scratch")) {
        names.put(buffer, kernel.buffer(buffer));
      }
      PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
      if (tiles.getFirst().partial()) {
        names.put("rest", kernel.integer("rest"));
      }
      if (reads == Reads.PARTS_OF_THOSE_OF_THEIR_GROUP) {
        names.put("inputs", kernel.integer("inputs"));
        names.put("outputs", kernel.integer("outputs"));
      }
      if (reads == Reads.A_PART_OF_ONE) {
        names.put("vectorsPerBlock", kernel.integer("vectorsPerBlock"));
      }
    }

    private Expression get(String name) {
      return names.get(name);
    }

    KernelMethod build() {
      Local from = kernel.integer("from");
      Local to = kernel.integer("to");
      Expression tilesInRow = get("tilesInRow");
      Expression blockRows = get("blockRows");
      Expression groups = get("groups");
      Local tile = kernel.let("tile", remainder(from, tilesInRow));
      Local line = kernel.let("line", divide(from, tilesInRow));
      Local row = kernel.let("row", remainder(line, blockRows));
      Local plane = kernel.let("plane", divide(line, blockRows));
      Local group = kernel.let("group", remainder(plane, groups));
      Local place = kernel.let("place", divide(plane, groups));
      Local block = kernel.let("block", remainder(place, get("blocks")));
      Local image = kernel.let("image", divide(place, get("blocks")));
      kernel.loop(
          "unit",
          from,
          to,
          unit -> {
            Expression inMap = add(multiply(block, blockRows), row);
            tile(tile, kernel.let("rowInMap", inMap), group, image);
            Runnable nextImage = () -> kernel.assign(image, add(image, 1));
            Runnable nextBlock = () -> advance(block, get("blocks"), nextImage);
            Runnable nextGroup = () -> advance(group, groups, nextBlock);
            advance(tile, tilesInRow, () -> advance(row, blockRows, nextGroup));
          });
      return kernel.build();
    }

    private void advance(Local counter, Expression limit, Runnable carry) {
      kernel.assign(counter, add(counter, 1));
      kernel.when(
          compare(Comparison.EQUAL, counter, limit),
          () -> {
            kernel.assign(counter, constant(0));
            carry.run();
          });
    }

    private void tile(Local tile, Local row, Local group, Local image) {
      int vectors = tiles.getFirst().vectors();
      int width = tiles.getFirst().columns();
      Local inputRow =
          kernel.let("inputRow", subtract(multiply(row, get("strideHeight")), get("padHeight")));
      Local skipped = kernel.let("skipped", rowsWithin(subtract(constant(0), inputRow)));
      Local rows =
          kernel.let(
              "rows",
              subtract(
                  minimum(get("kernelHeight"), rowsWithin(subtract(get("height"), inputRow))),
                  skipped));
      Local column = kernel.let("column", minimum(multiply(tile, width), get("lastColumn")));
      Local firstRow =
          kernel.let("firstRow", add(inputRow, multiply(skipped, get("dilationHeight"))));
      Local firstColumn =
          kernel.let(
              "firstColumn", subtract(multiply(column, get("strideWidth")), get("padWidth")));
      Map<String, Expression> arguments = new HashMap<>(names);
      boolean isPart = reads == Reads.PARTS_OF_THOSE_OF_THEIR_GROUP;
      Local first =
          kernel.let("first", isPart ? firstVector(group, arguments) : multiply(group, vectors));
      Expression base =
          add(
              add(get("xAt"), multiply(image, get("xBatch"))),
              multiply(firstPlane(group, first), get("xPlane")));
      if (reads == Reads.A_PART_OF_ONE) {
        Expression sharing = get("vectorsPerBlock");
        Expression share = divide(constant(inputBlock), sharing);
        Expression end = multiply(add(remainder(first, sharing), 1), share);
        base = add(base, subtract(end, constant(inputBlock)));
      }
      Expression xAt =
          add(add(base, multiply(firstRow, get("xRow"))), multiply(firstColumn, inputBlock));
      Local position = kernel.let("position", add(multiply(row, get("outWidth")), column));
      arguments.put("xAt", kernel.let("xFrom", xAt));
      arguments.put("xRow", multiply(get("xRow"), get("dilationHeight")));
      arguments.put("rows", rows);
      arguments.put("low", multiply(subtract(constant(0), firstColumn), inputBlock));
      arguments.put("high", multiply(subtract(get("width"), firstColumn), inputBlock));
      if (countsPadding) {
        arguments.put(
            "counted",
            minimum(
                get("kernelHeight"),
                rowsWithin(subtract(add(get("height"), get("padEndHeight")), inputRow))));
      } else {
        arguments.put("counted", rows);
      }
      if (filtered) {
        arguments.put(
            "wAt",
            add(add(get("wAt"), multiply(first, get("wVector"))), multiply(skipped, get("wRow"))));
        arguments.put("bAt", add(get("bAt"), multiply(first, lanes.count())));
      }
      arguments.put("yAt", at("y", image, first, position));
      if (epilogue.adds()) {
        arguments.put("rAt", at("r", image, first, position));
      }
      dispatch(tile, arguments);
    }

    /** The input plane that a group of output vectors begins to read at. */
    private Expression firstPlane(Local group, Local vector) {
      return switch (reads) {
        case ALL -> constant(0);
        case THE_SAME -> multiply(vector, get("planes"));
        case THOSE_OF_THEIR_GROUP -> multiply(divide(vector, get("blocksPerGroup")), get("planes"));
        case PARTS_OF_THOSE_OF_THEIR_GROUP ->
            divide(multiply(group, get("inputs")), constant(inputBlock));
        case A_PART_OF_ONE -> divide(vector, get("vectorsPerBlock"));
      };
    }

    /**
     * The vector that holds a group's first output. Sets where its inputs lie in their blocks and
     * its outputs in their vectors; the last group's fill their last vector.
     */
    private Expression firstVector(Local group, Map<String, Expression> arguments) {
      Expression block = constant(inputBlock);
      Expression lane = constant(lanes.count());
      Local output = kernel.let("output", multiply(group, get("outputs")));
      Local firstInput = kernel.let("firstInput", remainder(multiply(group, get("inputs")), block));
      Local firstLane = kernel.let("firstLane", remainder(output, lane));
      Local endLane = kernel.let("endLane", add(firstLane, get("outputs")));
      kernel.when(
          compare(Comparison.EQUAL, add(group, 1), get("groups")),
          () ->
              kernel.assign(
                  endLane, multiply(divide(add(endLane, lanes.count() - 1), lane), lane)));
      arguments.put("firstInput", firstInput);
      arguments.put("firstLane", firstLane);
      arguments.put("endLane", endLane);
      return divide(output, lane);
    }

    private Expression at(String buffer, Local image, Local first, Local position) {
      return kernel.let(
          buffer + "From",
          add(
              add(get(buffer + "At"), multiply(image, get(buffer + "Batch"))),
              add(multiply(first, get(buffer + "Plane")), multiply(position, lanes.count()))));
    }

    /**
     * {@code ceil(max(0, distance) / dilationHeight)}: a division takes as long as many products.
     */
    private Expression rowsWithin(Expression distance) {
      if (!dilated) {
        return maximum(distance, constant(0));
      }
      Expression dilation = get("dilationHeight");
      return divide(add(maximum(distance, constant(0)), subtract(dilation, constant(1))), dilation);
    }

    private void dispatch(Local tile, Map<String, Expression> arguments) {
      String usual = tiles.get(tiles.size() / 2).name();
      Runnable code = () -> call(tiles.get(tiles.size() / 2), arguments);
      if (isRegular()) {
        if (tiles.size() > 1 && !tiles.getLast().name().equals(usual)) {
          Runnable inner = code;
          code =
              () ->
                  kernel.when(
                      compare(Comparison.EQUAL, add(tile, 1), get("tilesInRow")),
                      () -> call(tiles.getLast(), arguments),
                      inner);
        }
        if (!tiles.getFirst().name().equals(usual)) {
          Runnable inner = code;
          code =
              () ->
                  kernel.when(
                      compare(Comparison.EQUAL, tile, constant(0)),
                      () -> call(tiles.getFirst(), arguments),
                      inner);
        }
      } else {
        for (int i = 0; i < tiles.size(); i++) {
          Tile special = tiles.get(i);
          int index = i;
          if (!special.name().equals(usual)) {
            Runnable inner = code;
            code =
                () ->
                    kernel.when(
                        compare(Comparison.EQUAL, tile, constant(index)),
                        () -> call(special, arguments),
                        inner);
          }
        }
      }
      code.run();
    }

    private void call(Tile tile, Map<String, Expression> arguments) {
      EpiloguePass.invokeTile(kernel, library, tile, epilogue, arguments);
    }
  }
}
