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
import dev.whittle.ir.op.Epilogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loops of {@link FourierConvolution} over slabs, chunks of output blocks and frequencies,
 * shared between layers of one kernel size and width of product; all else are parameters.
 *
 * @param partial the last block of input channels is not full
 */
record FourierSlabs(
    FourierPasses passes,
    FourierShape shape,
    boolean bias,
    boolean partial,
    List<Epilogue> epilogue) {
  /** The int parameters of the units' method besides the unit, in order. */
  static final List<String> PARAMETERS =
      List.of(
          "xAt",
          "xBatch",
          "xPlane",
          "xRow",
          "height",
          "width",
          "padHeight",
          "padWidth",
          "yAt",
          "yBatch",
          "yPlane",
          "outHeight",
          "outWidth",
          "rAt",
          "rBatch",
          "rPlane",
          "down",
          "across",
          "tiles",
          "slabs",
          "slabTiles",
          "groups",
          "planes",
          "wholePlanes",
          "rest",
          "blocks",
          "perPart",
          "chunk",
          "wAt",
          "wPair",
          "wBlock",
          "bAt",
          "vAt",
          "vPlane",
          "mAt",
          "mPlane");

  FourierSlabs {
    epilogue = List.copyOf(epilogue);
  }

  /** Makes sure that all methods exist; returns the name of the loop over units. */
  String require() {
    String name =
        "f32_conv2d_fourier%d_%dx%d_%d%s%s%s_slabs"
            .formatted(
                shape.size(),
                shape.rows(),
                shape.columns(),
                shape.width(),
                bias ? "" : "_nobias",
                partial ? "_partial" : "",
                FusedEpilogue.name(epilogue));
    return library().requireUnits(name + passes.lanes().suffix(), this::unit);
  }

  private KernelLibrary library() {
    return passes.library();
  }

  private KernelMethod unit(KernelBuilder kernel) {
    Map<String, Expression> p = new HashMap<>();
    for (String buffer : List.of("x", "w", "b", "r", "y", "scratch")) {
      p.put(buffer, kernel.buffer(buffer));
    }
    PARAMETERS.forEach(name -> p.put(name, kernel.integer(name)));
    Local unit = kernel.integer("unit");
    Local slab = kernel.let("slab", remainder(unit, p.get("slabs")));
    Local part = kernel.let("part", divide(unit, p.get("slabs")));
    Local first = kernel.let("firstTile", multiply(slab, p.get("slabTiles")));
    Local last = kernel.let("lastTile", minimum(add(first, p.get("slabTiles")), p.get("tiles")));
    p.put("firstTile", first);
    p.put("lastTile", last);
    String input = new FourierInput(passes, shape).require();
    String products = library().require(productsName(), this::products);
    String output = new FourierOutput(passes, shape, bias, epilogue).require();
    kernel.loop("tile", first, last, tile -> invoke(kernel, input, p, "tile", tile));
    Local block = kernel.let("block", multiply(part, p.get("perPart")));
    Local partEnd = kernel.let("partEnd", minimum(add(block, p.get("perPart")), p.get("blocks")));
    Expression chunks = ceilDivide(subtract(partEnd, block), p.get("chunk"));
    p.put("block", block);
    kernel.loop(
        "step",
        constant(0),
        chunks,
        step -> {
          Local end = kernel.let("end", minimum(add(block, p.get("chunk")), partEnd));
          p.put("endBlock", end);
          kernel.loop(
              "pair",
              constant(0),
              constant(shape.pairs()),
              pair -> invoke(kernel, products, p, "pair", pair));
          kernel.loop("tile", first, last, tile -> invoke(kernel, output, p, "tile", tile));
          kernel.assign(block, end);
        });
    return kernel.build();
  }

  private void invoke(
      KernelBuilder kernel,
      String method,
      Map<String, Expression> p,
      String name,
      Expression value) {
    Map<String, Expression> arguments = new HashMap<>(p);
    arguments.put(name, value);
    library().invoke(kernel, method, arguments);
  }

  private static Expression ceilDivide(Expression count, Expression size) {
    return divide(add(count, subtract(size, constant(1))), size);
  }

  private String productsName() {
    String form = partial ? "_partial" : "";
    return "f32_fourier_products_%d%s_slab%s"
        .formatted(shape.width(), form, passes.lanes().suffix());
  }

  /** The products of {@code pair} of a slab, for a chunk of output blocks. */
  private KernelMethod products(KernelBuilder kernel) {
    FourierTiles p = new FourierTiles(kernel, shape);
    Local pair = p.integer("pair");
    Local block = p.integer("block");
    Map<String, Expression> arguments = new HashMap<>();
    arguments.put("x", p.buffer("scratch"));
    arguments.put("xPlane", constant(shape.groupFloats()));
    arguments.put("w", p.buffer("w"));
    arguments.put("y", p.buffer("scratch"));
    arguments.put("planes", p.integer("wholePlanes"));
    if (partial) {
      arguments.put("rest", p.integer("rest"));
    }
    Local from = kernel.let("from", add(p.integer("vAt"), multiply(pair, p.integer("vPlane"))));
    Local ws =
        kernel.let(
            "ws",
            add(
                add(p.integer("wAt"), multiply(pair, p.integer("wPair"))),
                multiply(block, p.integer("wBlock"))));
    Local to = kernel.let("to", add(p.integer("mAt"), multiply(pair, p.integer("mPlane"))));
    Local tiles = kernel.let("tiles", subtract(p.integer("lastTile"), p.integer("firstTile")));
    Local groups = kernel.let("used", ceilDivide(tiles, constant(shape.width())));
    kernel.loop(
        "k",
        block,
        p.integer("endBlock"),
        k -> {
          Local xs = kernel.let("xs", from);
          Local ys = kernel.let("ys", to);
          arguments.put("xAt", xs);
          arguments.put("wAt", ws);
          arguments.put("yAt", ys);
          kernel.loop(
              "group",
              constant(0),
              groups,
              group -> {
                kernel.when(
                    compare(Comparison.LESS, pair, constant(2)),
                    () -> library().invoke(kernel, tile(true), arguments),
                    () -> library().invoke(kernel, tile(false), arguments));
                kernel.assign(xs, add(xs, p.groupDistance()));
                kernel.assign(ys, add(ys, shape.groupFloats()));
              });
          kernel.assign(ws, add(ws, p.integer("wBlock")));
          kernel.assign(to, add(to, multiply(p.integer("groups"), shape.groupFloats())));
        });
    return kernel.build();
  }

  private String tile(boolean twin) {
    FourierTile tile = new FourierTile(passes.lanes(), shape.width(), twin, partial);
    return library().require(tile.name(), tile::build);
  }
}
