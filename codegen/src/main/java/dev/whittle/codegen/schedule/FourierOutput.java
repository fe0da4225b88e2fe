package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transforms tiles of products back, adds the bias, and stores what follows the epilogue. */
record FourierOutput(
    FourierPasses passes, FourierShape shape, boolean bias, List<Epilogue> epilogue) {
  FourierOutput {
    epilogue = List.copyOf(epilogue);
  }

  /** Transforms {@code tile} of the output blocks from {@code block} to {@code endBlock}. */
  String require() {
    return passes.library().require(name("tile_out"), this::tile);
  }

  private String name(String part) {
    return "f32_fourier%d_%s%s%s_%dx%d_%d%s"
        .formatted(
            shape.size(),
            part,
            bias ? "" : "_nobias",
            FusedEpilogue.name(epilogue),
            shape.rows(),
            shape.columns(),
            shape.width(),
            passes.lanes().suffix());
  }

  private boolean adds() {
    return epilogue.contains(new Epilogue.AddOperand());
  }

  private KernelMethod tile(KernelBuilder kernel) {
    FourierTiles p = new FourierTiles(kernel, shape);
    FourierTiles.Place place = p.place();
    Local row = kernel.let("row", multiply(place.down(), shape.rows()));
    Local column = kernel.let("column", multiply(place.across(), shape.columns()));
    Expression width = p.integer("outWidth");
    Local block = p.integer("block");
    int lanes = shape.lanes();
    Local position = kernel.let("position", multiply(add(multiply(row, width), column), lanes));
    Map<String, Expression> arguments = new HashMap<>();
    Map<Local, Expression> steps = new HashMap<>();
    arguments.put("scratch", p.buffer("scratch"));
    arguments.put("mPlane", p.integer("mPlane"));
    arguments.put("yRow", multiply(width, lanes));
    arguments.put(
        "rows",
        kernel.let("rows", minimum(subtract(p.integer("outHeight"), row), constant(shape.rows()))));
    arguments.put(
        "columns",
        kernel.let("columns", minimum(subtract(width, column), constant(shape.columns()))));
    Local ms =
        kernel.let(
            "ms",
            add(
                add(p.integer("mAt"), multiply(place.group(), shape.groupFloats())),
                place.offset()));
    arguments.put("mAt", ms);
    steps.put(ms, multiply(p.integer("groups"), shape.groupFloats()));
    for (String buffer : adds() ? List.of("y", "r") : List.of("y")) {
      Expression image = multiply(place.image(), p.integer(buffer + "Batch"));
      Expression plane = p.integer(buffer + "Plane");
      Local at =
          kernel.let(
              buffer + "s",
              add(add(p.integer(buffer + "At"), image), add(multiply(block, plane), position)));
      arguments.put(buffer, p.buffer(buffer));
      arguments.put(buffer + "At", at);
      steps.put(at, plane);
    }
    if (bias) {
      Local bs = kernel.let("bs", add(p.integer("bAt"), multiply(block, lanes)));
      arguments.put("b", p.buffer("b"));
      arguments.put("bAt", bs);
      steps.put(bs, constant(lanes));
    }
    String inverse = passes.library().require(name("block_out"), this::block);
    kernel.loop(
        "k",
        block,
        p.integer("endBlock"),
        k -> {
          passes.library().invoke(kernel, inverse, arguments);
          steps.forEach((at, step) -> kernel.assign(at, add(at, step)));
        });
    return kernel.build();
  }

  /** Transforms a tile of one block of channels: {@code rows} times {@code columns} exist. */
  private KernelMethod block(KernelBuilder kernel) {
    Local scratch = kernel.buffer("scratch");
    Local mAt = kernel.integer("mAt");
    Local mPlane = kernel.integer("mPlane");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yRow = kernel.integer("yRow");
    Local rows = kernel.integer("rows");
    Local columns = kernel.integer("columns");
    Local r = adds() ? kernel.buffer("r") : null;
    Local rAt = adds() ? kernel.integer("rAt") : null;
    Lanes lanes = passes.lanes();
    new FourierColumns(passes, shape).inverse(kernel, scratch, mAt, mPlane);
    Local start =
        bias ? kernel.let("bias", lanes.load(kernel.buffer("b"), kernel.integer("bAt"))) : null;
    Map<String, Expression> transform = new HashMap<>();
    transform.put("x", scratch);
    transform.put("xStep", constant(0));
    transform.put("s", scratch);
    transform.put("sAt", constant(shape.passAt()));
    transform.put("y", scratch);
    transform.put("yAt", constant(shape.rowAt()));
    transform.put("yStep", constant(lanes.count()));
    Map<String, Expression> last = new HashMap<>();
    last.put("s", scratch);
    last.put("sAt", constant(shape.rowAt()));
    last.put("count", columns);
    last.put("y", y);
    String inverse = passes.realInverse(shape.size(), shape.columns());
    String store = EpiloguePass.require(passes.library(), lanes, epilogue);
    kernel.loop(
        "line",
        constant(0),
        rows,
        line -> {
          Local from = kernel.let("from", add(multiply(line, shape.rowFloats()), shape.workAt()));
          if (bias) {
            kernel.store(scratch, from, add(lanes.load(scratch, from), start));
          }
          transform.put("xAt", from);
          passes.library().invoke(kernel, inverse, transform);
          Local at = kernel.let("at", multiply(line, yRow));
          last.put("yAt", add(yAt, at));
          if (adds()) {
            last.put("r", r);
            last.put("rAt", add(rAt, at));
          }
          passes.library().invoke(kernel, store, last);
        });
    return kernel.build();
  }
}
