package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The loop over the units {@code [from, to)} of a Winograd convolution: a slab's inputs are
 * transformed when its first unit comes; then each unit multiplies and transforms its part of the
 * output channels. Walkers are shared between layers; extents and offsets are parameters.
 *
 * @param product the register tile of a group of tiles and one or two vectors
 * @param last that of one vector left over
 * @param values products of a tile for each pair of channels
 */
record WinogradWalker(
    WinogradInput input,
    ConvolutionTile product,
    ConvolutionTile last,
    int values,
    WinogradOutput output) {
  /** The int parameters of the kernel that transforms the inputs of a group. */
  static final List<String> INPUT =
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

  /** The int parameters of the kernel that transforms the products of a group. */
  static final List<String> OUTPUT =
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

  private static final List<String> PRODUCTS =
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

  private static final List<String> UNITS =
      List.of("tiles", "lastFirst", "groups", "slabGroups", "vectors", "partVectors", "parts");

  private static final Set<String> LOCAL =
      Set.of("first", "fromTile", "toTile", "fromVector", "toVector", "count");

  String name() {
    return input.name() + "_with" + output.name() + "_" + product.name() + product.lanes().suffix();
  }

  private Lanes lanes() {
    return product.lanes();
  }

  private String tile(ConvolutionTile tile) {
    return tile.name() + lanes().suffix();
  }

  private String productsName() {
    return "f32_winograd_products%d_%dx%d%s%s"
        .formatted(
            values,
            product.columns(),
            product.vectors(),
            product.partial() ? "_partial" : "",
            lanes().suffix());
  }

  String require(KernelLibrary library) {
    input.require(library);
    output.require(library);
    library.require(tile(product), product::build);
    library.require(tile(last), last::build);
    library.require(productsName(), kernel -> products(kernel, library));
    return library.require(name(), kernel -> units(kernel, library));
  }

  private KernelMethod products(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    names.put("scratch", kernel.buffer("scratch"));
    names.put("w", kernel.buffer("w"));
    PRODUCTS.forEach(p -> names.put(p, kernel.integer(p)));
    Expression from = names.get("fromVector");
    Expression to = names.get("toVector");
    int vectors = product.vectors();
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
              vector -> product(kernel, library, names, product, vector, v, w, m));
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
      ConvolutionTile tile,
      Local vector,
      Local v,
      Local w,
      Local m) {
    int panel = tile.columns() * lanes().count();
    Map<String, Expression> arguments = new HashMap<>(names);
    arguments.put("x", names.get("scratch"));
    arguments.put("y", names.get("scratch"));
    arguments.put("xPlane", constant(panel));
    arguments.put("yPlane", names.get("mVector"));
    arguments.put("wAt", kernel.let("wFrom", add(w, multiply(vector, names.get("wVector")))));
    Expression planes = tile.partial() ? add(names.get("planes"), 1) : names.get("planes");
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
          library.invoke(kernel, tile(tile), arguments);
        });
  }

  private KernelMethod units(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    for (String buffer : List.of("x", "w", "b", "r", "y", "scratch")) {
      names.put(buffer, kernel.buffer(buffer));
    }
    Set<String> parameters = new LinkedHashSet<>(UNITS);
    parameters.addAll(INPUT);
    parameters.addAll(PRODUCTS);
    parameters.addAll(OUTPUT);
    parameters.removeAll(LOCAL);
    parameters.forEach(p -> names.put(p, kernel.integer(p)));
    Local current = kernel.let("current", constant(-1));
    kernel.loop(
        "unit",
        kernel.integer("from"),
        kernel.integer("to"),
        unit -> {
          Local slab = kernel.let("slab", divide(unit, names.get("parts")));
          Local part = kernel.let("part", remainder(unit, names.get("parts")));
          Local group = kernel.let("group", multiply(slab, names.get("slabGroups")));
          Local count =
              kernel.let(
                  "count", minimum(names.get("slabGroups"), subtract(names.get("groups"), group)));
          names.put("count", count);
          kernel.when(
              compare(Comparison.LESS, current, slab),
              () -> {
                kernel.assign(current, slab);
                groups(
                    kernel,
                    names,
                    group,
                    (arguments, g) -> {
                      arguments.put("vAt", add(names.get("vAt"), multiply(g, names.get("vGroup"))));
                      library.invoke(kernel, input.name(), arguments);
                    });
              });
          Local fromVector = kernel.let("fromVector", multiply(part, names.get("partVectors")));
          names.put("fromVector", fromVector);
          names.put(
              "toVector",
              kernel.let(
                  "toVector",
                  minimum(add(fromVector, names.get("partVectors")), names.get("vectors"))));
          library.invoke(kernel, productsName(), names);
          groups(
              kernel,
              names,
              group,
              (arguments, g) -> {
                arguments.put(
                    "mAt", add(names.get("mAt"), multiply(g, product.columns() * lanes().count())));
                library.invoke(kernel, output.name(), arguments);
              });
        });
    return kernel.build();
  }

  private void groups(
      KernelBuilder kernel,
      Map<String, Expression> names,
      Local firstGroup,
      java.util.function.BiConsumer<Map<String, Expression>, Local> body) {
    kernel.loop(
        "g",
        constant(0),
        names.get("count"),
        g -> {
          Local from = kernel.let("fromTile", multiply(add(firstGroup, g), product.columns()));
          Map<String, Expression> arguments = new HashMap<>(names);
          arguments.put("fromTile", from);
          arguments.put("first", kernel.let("first", minimum(from, names.get("lastFirst"))));
          arguments.put(
              "toTile",
              kernel.let("toTile", minimum(add(from, product.columns()), names.get("tiles"))));
          body.accept(arguments, g);
        });
  }
}
