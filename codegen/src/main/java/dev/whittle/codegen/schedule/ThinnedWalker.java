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
import dev.whittle.runtime.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One unit of a convolution without its zeros: a band of rows of one image, all outputs.
 *
 * @param epilogue whose later part runs over each rectangle once it is stored in scratch
 */
record ThinnedWalker(ThinnedPlan plan, boolean bias, FusedEpilogue epilogue) {
  private static final List<String> PARAMETERS =
      List.of(
          "xAt",
          "xBatch",
          "wAt",
          "distancesAt",
          "weightsAt",
          "bAt",
          "yAt",
          "yBatch",
          "yPlane",
          "rAt",
          "rBatch",
          "width",
          "height",
          "planes",
          "padWidth",
          "padHeight",
          "copied",
          "readRow",
          "readPlane",
          "strideHeight",
          "outHeight",
          "outWidth",
          "bands",
          "bandRows",
          "groups",
          "tilesInRow",
          "stagedAt");

  private ThinnedTile tile(int rows, int columns) {
    Lanes lanes = plan.lanes();
    int width = epilogue.later().isEmpty() ? plan.window().columns().output() : columns;
    return new ThinnedTile(
        lanes,
        rows,
        columns,
        plan.vectors(),
        rows > 1 ? plan.window().rows().stride() * plan.row() : 0,
        plan.window().columns().stride() * lanes.count(),
        rows > 1 ? width * lanes.count() : 0,
        bias,
        epilogue.inline());
  }

  private int lastHeight() {
    return plan.window().rows().output() % plan.height();
  }

  private int lastWidth() {
    return plan.window().columns().output() % plan.width();
  }

  private String name() {
    ThinnedTile tile = tile(plan.height(), plan.width());
    String suffix = tile.lanes().suffix();
    String base = tile.name().substring(0, tile.name().length() - suffix.length());
    return "%s%s_l%dx%d%s%s"
        .formatted(
            base,
            FusedEpilogue.name(epilogue.later()),
            lastHeight(),
            lastWidth(),
            plan.isStaged() ? "_band" : "_map",
            suffix);
  }

  String require(KernelLibrary library) {
    if (!epilogue.later().isEmpty()) {
      EpiloguePass.require(library, plan.lanes(), epilogue.later());
    }
    return library.requireUnits(name(), kernel -> new Body(kernel, library).build());
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final KernelLibrary library;
    private final Map<String, Expression> names = new HashMap<>();

    Body(KernelBuilder kernel, KernelLibrary library) {
      this.kernel = kernel;
      this.library = library;
      for (String buffer : List.of("x", "w", "b", "y", "r", "scratch")) {
        names.put(buffer, kernel.buffer(buffer));
      }
      PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    }

    private Expression get(String name) {
      return names.get(name);
    }

    KernelMethod build() {
      Local unit = kernel.integer("unit");
      Local image = kernel.let("image", divide(unit, get("bands")));
      Local from = kernel.let("fromRow", multiply(remainder(unit, get("bands")), get("bandRows")));
      Local to = kernel.let("toRow", minimum(add(from, get("bandRows")), get("outHeight")));
      names.put("xImage", kernel.let("xImage", add(get("xAt"), multiply(image, get("xBatch")))));
      names.put("yImage", kernel.let("yImage", add(get("yAt"), multiply(image, get("yBatch")))));
      names.put("rImage", kernel.let("rImage", add(get("rAt"), multiply(image, get("rBatch")))));
      Local line = kernel.let("line", multiply(from, get("strideHeight")));
      if (plan.isStaged()) {
        Map<String, Expression> staging = new HashMap<>(names);
        staging.put("xAt", get("xImage"));
        staging.put("firstLine", subtract(line, get("padHeight")));
        Expression last = subtract(subtract(to, from), constant(1));
        int kernelSpan = plan.window().rows().span(1);
        staging.put("lines", add(multiply(last, get("strideHeight")), kernelSpan));
        library.invoke(kernel, new BandStaging(plan.lanes()).require(library), staging);
        names.put(
            "read", kernel.let("read", subtract(get("stagedAt"), multiply(line, get("readRow")))));
      } else {
        names.put("read", get("xImage"));
      }
      kernel.loop("group", constant(0), get("groups"), group -> group(group, from, to));
      return kernel.build();
    }

    private void group(Local group, Local from, Local to) {
      Local w = (Local) get("w");
      Local first = kernel.let("first", SparseTile.integer(w, add(get("wAt"), group)));
      Local end = kernel.let("end", SparseTile.integer(w, add(add(get("wAt"), group), 1)));
      Local vector = kernel.let("vector", multiply(group, plan.vectors()));
      Map<String, Expression> call = new HashMap<>(names);
      call.put("first", first);
      call.put("end", end);
      call.put("bAt", add(get("bAt"), multiply(vector, plan.lanes().count())));
      Local plane = kernel.let("plane", multiply(vector, get("yPlane")));
      kernel.loop("row", from, to, plan.height(), row -> row(call, plane, row));
    }

    private void row(Map<String, Expression> call, Local plane, Local row) {
      if (lastHeight() == 0) {
        row(call, plane, row, plan.height());
        return;
      }
      kernel.when(
          compare(Comparison.LESS_OR_EQUAL, add(row, plan.height()), get("outHeight")),
          () -> row(call, plane, row, plan.height()),
          () -> row(call, plane, row, lastHeight()));
    }

    private void row(Map<String, Expression> call, Local plane, Local row, int height) {
      Expression line = multiply(multiply(row, get("strideHeight")), get("readRow"));
      Local read = kernel.let("readAt", add(get("read"), line));
      Local start = kernel.let("startAt", multiply(row, get("outWidth")));
      kernel.loop(
          "tile",
          constant(0),
          get("tilesInRow"),
          index -> {
            Local column = kernel.let("column", multiply(index, plan.width()));
            tile(call, plane, read, start, column, height, plan.width());
          });
      if (lastWidth() > 0) {
        Local column = kernel.let("column", multiply(get("tilesInRow"), plan.width()));
        tile(call, plane, read, start, column, height, lastWidth());
      }
    }

    private void tile(
        Map<String, Expression> names,
        Local plane,
        Local read,
        Local start,
        Local column,
        int height,
        int width) {
      ThinnedTile tile = ThinnedWalker.this.tile(height, width);
      int lanes = plan.lanes().count();
      Map<String, Expression> call = new HashMap<>(names);
      call.put("x", get(plan.isStaged() ? "scratch" : "x"));
      call.put("xAt", kernel.let("xFrom", add(read, multiply(column, tile.xColumn()))));
      Local shift = kernel.let("shift", add(plane, multiply(add(start, column), constant(lanes))));
      call.put("yAt", kernel.let("yFrom", add(get("yImage"), shift)));
      call.put("rAt", kernel.let("rFrom", add(get("rImage"), shift)));
      call.put("rPlane", get("yPlane"));
      String name = tile.require(library);
      if (epilogue.later().isEmpty()) {
        library.invoke(kernel, name, call);
      } else {
        staged(tile, name, call);
      }
    }

    private void staged(ThinnedTile tile, String name, Map<String, Expression> call) {
      int row = tile.columns() * plan.lanes().count();
      Map<String, Expression> first = new HashMap<>(call);
      first.put("y", get("scratch"));
      first.put("yAt", constant(Plan.BASE));
      first.put("yPlane", constant(tile.rows() * row));
      library.invoke(kernel, name, first);
      String pass = EpiloguePass.require(library, plan.lanes(), epilogue.later());
      int line = plan.window().columns().output() * plan.lanes().count();
      for (int i = 0; i < tile.rows() * tile.vectors(); i++) {
        int vector = i / tile.rows();
        int shift = i % tile.rows() * line;
        Expression plane = add(multiply(get("yPlane"), vector), shift);
        Map<String, Expression> last = new HashMap<>(call);
        last.put("s", get("scratch"));
        last.put("sAt", constant(Plan.BASE + i * row));
        last.put("count", constant(tile.columns()));
        last.put("yAt", add(call.get("yAt"), plane));
        last.put("rAt", add(call.get("rAt"), plane));
        library.invoke(kernel, pass, last);
      }
    }
  }
}
