package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.select;
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
 * Adds up Strassen's products of a group of pairs of positions to results of both halves of the map
 * and both halves of the output channels, staged in four rows of scratch for the epilogue. Of the
 * position that both halves of an odd map share, the first half's results count.
 *
 * @param width pairs in a group
 */
record StrassenOutput(Lanes lanes, int width, boolean bias, List<Epilogue> epilogue)
    implements SlabWalker.Transform {
  /** Rows of staged results: by half of the channels, then of the map. */
  static final int ROWS = 4;

  private static final List<String> PARAMETERS =
      List.of(
          "first",
          "fromTile",
          "toTile",
          "tilesInRow",
          "rowsInMap",
          "fromVector",
          "toVector",
          "halfVectors",
          "shift",
          "isOdd",
          "yAt",
          "yBatch",
          "yPlane",
          "rAt",
          "rBatch",
          "bAt",
          "mAt",
          "mVector",
          "mValue",
          "tAt");

  private String sums() {
    return "f32_strassen_output_sums" + width + (bias ? "" : "_nobias") + lanes.suffix();
  }

  @Override
  public String require(KernelLibrary library) {
    library.require(sums(), this::sums);
    EpiloguePass.require(library, lanes, epilogue);
    return library.require(
        "f32_strassen_output_group%d%s%s%s"
            .formatted(width, bias ? "" : "_nobias", FusedEpilogue.name(epilogue), lanes.suffix()),
        kernel -> group(kernel, library));
  }

  private KernelMethod sums(KernelBuilder kernel) {
    Local scratch = kernel.buffer("scratch");
    Local mAt = kernel.integer("mAt");
    Local mValue = kernel.integer("mValue");
    Local tAt = kernel.integer("tAt");
    Local tiles = kernel.integer("tiles");
    Local upper = bias ? bias(kernel, "upper", "bAt") : null;
    Local lower = bias ? bias(kernel, "lower", "bOther") : null;
    kernel.loop(
        "tile",
        constant(0),
        tiles,
        tile -> {
          Local at = kernel.let("at", multiply(tile, lanes.count()));
          Local from = kernel.let("from", add(mAt, at));
          Local[] p = new Local[7];
          for (int i = 0; i < p.length; i++) {
            p[i] = kernel.let("p" + i, lanes.load(scratch, add(from, multiply(mValue, i))));
          }
          Local u2 = kernel.let("u2", add(p[0], p[5]));
          Local u3 = kernel.let("u3", add(u2, p[6]));
          Local u4 = kernel.let("u4", add(u2, p[4]));
          List<Expression> results =
              List.of(add(p[0], p[1]), add(u4, p[2]), subtract(u3, p[3]), add(u3, p[4]));
          for (int i = 0; i < ROWS; i++) {
            Local start = i < ROWS / 2 ? upper : lower;
            kernel.store(
                scratch,
                add(add(tAt, at), i * row()),
                bias ? add(results.get(i), start) : results.get(i));
          }
        });
    return kernel.build();
  }

  private Local bias(KernelBuilder kernel, String name, String at) {
    return kernel.let(name, lanes.load(kernel.buffer("b"), kernel.integer(at)));
  }

  private int row() {
    return width * lanes.count();
  }

  private boolean adds() {
    return epilogue.contains(new Epilogue.AddOperand());
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
    Local mFrom = kernel.let("mFrom", add(names.get("mAt"), multiply(strip.slot(), lanes.count())));
    Local yFrom = kernel.let("yFrom", inMap("y", names, strip));
    Local rFrom = adds() ? kernel.let("rFrom", inMap("r", names, strip)) : null;
    Local shared =
        kernel.let(
            "shared",
            select(
                compare(Comparison.EQUAL, strip.column(), constant(0)),
                names.get("isOdd"),
                constant(0)));
    kernel.loop(
        "vector",
        names.get("fromVector"),
        names.get("toVector"),
        vector -> {
          Map<String, Expression> arguments = new HashMap<>(names);
          Expression slot = subtract(vector, names.get("fromVector"));
          arguments.put("mAt", add(mFrom, multiply(slot, names.get("mVector"))));
          arguments.put("bAt", add(names.get("bAt"), multiply(vector, lanes.count())));
          arguments.put(
              "bOther",
              add(
                  names.get("bAt"),
                  multiply(add(vector, names.get("halfVectors")), lanes.count())));
          arguments.put("tiles", strip.tiles());
          library.invoke(kernel, sums(), arguments);
          for (int row = 0; row < ROWS; row++) {
            Expression plane = row < ROWS / 2 ? vector : add(vector, names.get("halfVectors"));
            Expression skipped = row % 2 == 0 ? constant(0) : shared;
            Expression column = row % 2 == 0 ? constant(0) : add(names.get("shift"), shared);
            Expression inRow =
                add(multiply(plane, names.get("yPlane")), multiply(column, lanes.count()));
            arguments.put("s", names.get("scratch"));
            arguments.put(
                "sAt", add(add(names.get("tAt"), row * row()), multiply(skipped, lanes.count())));
            arguments.put("count", subtract(strip.tiles(), skipped));
            arguments.put("yAt", add(yFrom, inRow));
            if (adds()) {
              arguments.put("rAt", add(rFrom, inRow));
            }
            library.invoke(kernel, EpiloguePass.name(lanes, epilogue), arguments);
          }
        });
  }

  private Expression inMap(
      String buffer, Map<String, Expression> names, WinogradStrips.Strip strip) {
    return add(
        add(names.get(buffer + "At"), multiply(strip.image(), names.get(buffer + "Batch"))),
        multiply(strip.column(), lanes.count()));
  }
}
