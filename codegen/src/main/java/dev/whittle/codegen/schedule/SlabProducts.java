package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
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
 * The matrix products of a slab and a part of the output channels, one for each value of a tile:
 * for every pair of vectors of weights all groups of tiles, while the weights are near.
 *
 * @param tile the register tile of a group of tiles and one or two vectors
 * @param last that of one vector left over
 * @param values products of a tile for each pair of channels
 */
record SlabProducts(ConvolutionTile tile, ConvolutionTile last, int values) {
  private static final List<String> PARAMETERS =
      List.of(
          "fromVector",
          "toVector",
          "count",
          "vAt",
          "vValue",
          "vGroup",
          "mAt",
          "mVector",
          "mValue",
          "wAt",
          "wVector",
          "wPlane",
          "wValue",
          "planes",
          "rest",
          "perGroup");

  /**
   * Those of a plan.
   *
   * @param vectors of weights that a register tile has where there are enough
   * @param partial the last vector of input channels is not full
   */
  static SlabProducts of(Lanes lanes, SlabPlan plan, int vectors, boolean partial) {
    return new SlabProducts(
        tile(lanes, plan.width(), vectors, partial),
        tile(lanes, plan.width(), 1, partial),
        plan.values());
  }

  private static ConvolutionTile tile(Lanes lanes, int width, int vectors, boolean partial) {
    Taps taps = new Taps(width, 1, 1, 1, 0, width);
    return new ConvolutionTile(
        lanes, taps, vectors, lanes.count(), partial, true, false, false, List.of());
  }

  String name() {
    return "f32_slab_products%d_%dx%d%s%s"
        .formatted(
            values,
            tile.columns(),
            tile.vectors(),
            tile.partial() ? "_partial" : "",
            tile.lanes().suffix());
  }

  private static String name(ConvolutionTile tile) {
    return tile.name() + tile.lanes().suffix();
  }

  String require(KernelLibrary library) {
    tile.require(library);
    last.require(library);
    return library.require(name(), kernel -> build(kernel, library));
  }

  private KernelMethod build(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    names.put("scratch", kernel.buffer("scratch"));
    names.put("w", kernel.buffer("w"));
    PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    Expression from = names.get("fromVector");
    Expression to = names.get("toVector");
    int vectors = tile.vectors();
    kernel.loop(
        "value",
        constant(0),
        constant(values),
        value -> {
          Local v = kernel.let("v", add(names.get("vAt"), multiply(value, names.get("vValue"))));
          Local w = kernel.let("u", add(names.get("wAt"), multiply(value, names.get("wValue"))));
          Local m = kernel.let("m", add(names.get("mAt"), multiply(value, names.get("mValue"))));
          Local pairs =
              kernel.let("pairs", subtract(to, remainder(subtract(to, from), constant(vectors))));
          kernel.loop(
              "vector",
              from,
              pairs,
              vectors,
              vector -> product(kernel, library, names, tile, vector, v, w, m));
          if (vectors > 1) {
            kernel.loop(
                "vector",
                pairs,
                to,
                vector -> product(kernel, library, names, last, vector, v, w, m));
          }
        });
    return kernel.build();
  }

  private void product(
      KernelBuilder kernel,
      KernelLibrary library,
      Map<String, Expression> names,
      ConvolutionTile called,
      Local vector,
      Local v,
      Local w,
      Local m) {
    int panel = called.columns() * called.lanes().count();
    Map<String, Expression> arguments = new HashMap<>(names);
    arguments.put("x", names.get("scratch"));
    arguments.put("y", names.get("scratch"));
    arguments.put("xPlane", constant(panel));
    arguments.put("yPlane", names.get("mVector"));
    arguments.put("wAt", kernel.let("wFrom", add(w, multiply(vector, names.get("wVector")))));
    Expression planes = called.partial() ? add(names.get("planes"), 1) : names.get("planes");
    Local x =
        kernel.let(
            "xFrom",
            add(v, multiply(multiply(divide(vector, names.get("perGroup")), planes), panel)));
    Local y =
        kernel.let(
            "yFrom",
            add(m, multiply(subtract(vector, names.get("fromVector")), names.get("mVector"))));
    kernel.loop(
        "group",
        constant(0),
        names.get("count"),
        group -> {
          arguments.put("xAt", add(x, multiply(group, names.get("vGroup"))));
          arguments.put("yAt", add(y, multiply(group, panel)));
          library.invoke(kernel, name(called), arguments);
        });
  }
}
