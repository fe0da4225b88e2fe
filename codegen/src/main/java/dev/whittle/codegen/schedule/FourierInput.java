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
import java.util.HashMap;
import java.util.Map;

/** Transforms tiles of the input map, with zeros for what lies outside. */
record FourierInput(FourierPasses passes, FourierShape shape) {
  /** Transforms {@code tile} of all input channels. */
  String require() {
    return passes.library().require(name("tile_in"), this::tile);
  }

  private String name(String part) {
    return "f32_fourier%d_%s_%dx%d_%d%s"
        .formatted(
            shape.size(),
            part,
            shape.rows(),
            shape.columns(),
            shape.width(),
            passes.lanes().suffix());
  }

  private KernelMethod tile(KernelBuilder kernel) {
    FourierTiles p = new FourierTiles(kernel, shape);
    FourierTiles.Place place = p.place();
    Local row =
        kernel.let("row", subtract(multiply(place.down(), shape.rows()), p.integer("padHeight")));
    Local column =
        kernel.let(
            "column", subtract(multiply(place.across(), shape.columns()), p.integer("padWidth")));
    Map<String, Expression> arguments = new HashMap<>();
    arguments.put("x", p.buffer("x"));
    arguments.put("scratch", p.buffer("scratch"));
    arguments.put("xRow", p.integer("xRow"));
    arguments.put("vPlane", p.integer("vPlane"));
    arguments.put("top", within(kernel, "top", subtract(constant(0), row)));
    arguments.put("bottom", within(kernel, "bottom", subtract(p.integer("height"), row)));
    arguments.put("left", within(kernel, "left", subtract(constant(0), column)));
    arguments.put("right", within(kernel, "right", subtract(p.integer("width"), column)));
    Local xs =
        kernel.let(
            "xs",
            add(
                add(p.integer("xAt"), multiply(place.image(), p.integer("xBatch"))),
                add(multiply(row, p.integer("xRow")), multiply(column, shape.lanes()))));
    Local vs =
        kernel.let(
            "vs",
            add(add(p.integer("vAt"), multiply(place.group(), p.groupDistance())), place.offset()));
    arguments.put("xAt", xs);
    arguments.put("vAt", vs);
    String block = passes.library().require(name("block_in"), this::block);
    kernel.loop(
        "plane",
        constant(0),
        p.integer("planes"),
        plane -> {
          passes.library().invoke(kernel, block, arguments);
          kernel.assign(xs, add(xs, p.integer("xPlane")));
          kernel.assign(vs, add(vs, shape.groupFloats()));
        });
    return kernel.build();
  }

  /** {@code distance}, at least 0 and at most the size of a transform. */
  private Local within(KernelBuilder kernel, String name, Expression distance) {
    return kernel.let(name, minimum(maximum(distance, constant(0)), constant(shape.size())));
  }

  /**
   * Transforms a tile of one block of channels: positions {@code [top, bottom)} exist, and so on.
   */
  private KernelMethod block(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local scratch = kernel.buffer("scratch");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local top = kernel.integer("top");
    Local bottom = kernel.integer("bottom");
    Local left = kernel.integer("left");
    Local right = kernel.integer("right");
    Local vAt = kernel.integer("vAt");
    Local vPlane = kernel.integer("vPlane");
    int row = shape.rowFloats();
    int lanes = shape.lanes();
    clear(kernel, scratch, constant(shape.workAt()), multiply(top, row));
    Local end = kernel.let("end", maximum(bottom, top));
    Expression below = subtract(constant(shape.size()), end);
    clear(kernel, scratch, add(multiply(end, row), shape.workAt()), multiply(below, row));
    kernel.when(
        compare(Comparison.EQUAL, subtract(right, left), constant(shape.size())),
        () ->
            kernel.loop(
                "line",
                top,
                bottom,
                line -> transform(kernel, x, add(xAt, multiply(line, xRow)), scratch, line)),
        () -> {
          clear(kernel, scratch, constant(shape.rowAt()), constant(row));
          kernel.loop(
              "line",
              top,
              bottom,
              line -> {
                Local from = kernel.let("from", add(xAt, multiply(line, xRow)));
                kernel.loop(
                    "position",
                    multiply(left, lanes),
                    multiply(right, lanes),
                    lanes,
                    at ->
                        kernel.store(
                            scratch,
                            add(at, shape.rowAt()),
                            passes.lanes().load(x, add(from, at))));
                transform(kernel, scratch, constant(shape.rowAt()), scratch, line);
              });
        });
    new FourierColumns(passes, shape).forward(kernel, scratch, vAt, vPlane);
    return kernel.build();
  }

  private void transform(KernelBuilder kernel, Local x, Expression xAt, Local scratch, Local line) {
    Map<String, Expression> arguments =
        Map.of(
            "x",
            x,
            "xAt",
            xAt,
            "xStep",
            constant(shape.lanes()),
            "s",
            scratch,
            "sAt",
            constant(shape.passAt()),
            "y",
            scratch,
            "yAt",
            add(multiply(line, shape.rowFloats()), shape.workAt()),
            "yStep",
            constant(0));
    passes.library().invoke(kernel, passes.real(shape.size()), arguments);
  }

  private void clear(KernelBuilder kernel, Local buffer, Expression at, Expression count) {
    Local from = kernel.let("from", at);
    kernel.loop(
        "zero",
        constant(0),
        count,
        shape.lanes(),
        i -> kernel.store(buffer, add(from, i), passes.lanes().splat(0f)));
  }
}
