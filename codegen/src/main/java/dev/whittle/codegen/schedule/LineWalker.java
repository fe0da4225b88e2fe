package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One unit of a convolution over staged lines: some output rows of one image, all output vectors.
 *
 * @param tile the kernel of every tile: a row of taps at a time, nothing outside
 * @param epilogue whose later part runs over each tile once it is stored in scratch
 */
record LineWalker(Lanes lanes, ConvolutionTile tile, FusedEpilogue epilogue) {
  /** The int parameters, besides {@code unit}. */
  private static final List<String> PARAMETERS =
      List.of(
          "xAt",
          "xBatch",
          "xPlane",
          "width",
          "height",
          "channels",
          "padWidth",
          "lineFloats",
          "kernelHeight",
          "strideHeight",
          "padHeight",
          "wAt",
          "wVector",
          "bAt",
          "yAt",
          "yBatch",
          "yPlane",
          "outHeight",
          "outWidth",
          "rowsPerUnit",
          "rowUnits",
          "groups",
          "tilesInRow",
          "lastColumn",
          "linesAt");

  String name() {
    return tile.name() + FusedEpilogue.name(epilogue.later()) + "_lines" + lanes.suffix();
  }

  String require(KernelLibrary library) {
    tile.require(library);
    new LineStaging(lanes).require(library);
    EpiloguePass.require(library, tile, epilogue);
    return library.requireUnits(name(), kernel -> new Body(kernel, library).build());
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final KernelLibrary library;
    private final Map<String, Expression> names = new HashMap<>();

    Body(KernelBuilder kernel, KernelLibrary library) {
      this.kernel = kernel;
      this.library = library;
      for (String buffer : List.of("x", "w", "b", "y", "scratch")) {
        names.put(buffer, kernel.buffer(buffer));
      }
      PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    }

    private Expression get(String name) {
      return names.get(name);
    }

    KernelMethod build() {
      Local unit = kernel.integer("unit");
      Local image = kernel.let("image", divide(unit, get("rowUnits")));
      Local first =
          kernel.let("first", multiply(remainder(unit, get("rowUnits")), get("rowsPerUnit")));
      Local end = kernel.let("end", minimum(add(first, get("rowsPerUnit")), get("outHeight")));
      Map<String, Expression> staging = new HashMap<>(names);
      staging.put("xAt", add(get("xAt"), multiply(image, get("xBatch"))));
      staging.put("sAt", get("linesAt"));
      staging.put("firstLine", subtract(multiply(first, get("strideHeight")), get("padHeight")));
      Expression apart = multiply(subtract(subtract(end, first), constant(1)), get("strideHeight"));
      staging.put("lines", add(apart, get("kernelHeight")));
      library.invoke(kernel, new LineStaging(lanes).require(library), staging);
      Local steps = kernel.let("steps", multiply(get("kernelHeight"), get("channels")));
      kernel.loop(
          "group",
          constant(0),
          get("groups"),
          group ->
              kernel.loop(
                  "row",
                  first,
                  end,
                  row ->
                      kernel.loop(
                          "tile",
                          constant(0),
                          get("tilesInRow"),
                          index -> tile(image, group, row, subtract(row, first), index, steps))));
      return kernel.build();
    }

    private void tile(
        Local image, Local group, Local row, Expression staged, Local index, Local steps) {
      Local column =
          kernel.let("column", minimum(multiply(index, tile.columns()), get("lastColumn")));
      Expression line = multiply(multiply(staged, get("strideHeight")), get("channels"));
      Local vector = kernel.let("vector", multiply(group, tile.vectors()));
      Local position = kernel.let("position", add(multiply(row, get("outWidth")), column));
      Map<String, Expression> call = new HashMap<>(names);
      call.put("x", get("scratch"));
      call.put(
          "xAt",
          kernel.let(
              "xFrom",
              add(
                  add(get("linesAt"), multiply(line, get("lineFloats"))),
                  multiply(column, tile.taps().stride()))));
      call.put("xPlane", get("lineFloats"));
      call.put("planes", steps);
      call.put("wAt", add(get("wAt"), multiply(vector, get("wVector"))));
      call.put("wPlane", constant(tile.taps().kernel() * lanes.count()));
      call.put("bAt", add(get("bAt"), multiply(vector, lanes.count())));
      call.put(
          "yAt",
          kernel.let(
              "yFrom",
              add(
                  add(get("yAt"), multiply(image, get("yBatch"))),
                  add(multiply(vector, get("yPlane")), multiply(position, lanes.count())))));
      EpiloguePass.invokeTile(kernel, library, tile, epilogue, call);
    }
  }
}
