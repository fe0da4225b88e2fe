package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some positions of all vectors that hold outputs of one group.
 *
 * @param tiles the kernel of as many vectors as it takes at a time, and that of one which may be
 *     left over, unless none ever is
 * @param epilogue whose later part runs over each of their tiles
 */
record GroupVectors(List<GroupTile> tiles, FusedEpilogue epilogue) implements Tile {
  private static final List<String> BUFFERS = List.of("x", "w", "b", "r", "y", "scratch");

  private static final List<String> PARAMETERS =
      List.of(
          "xAt",
          "xPlane",
          "xRow",
          "low",
          "high",
          "rows",
          "firstInput",
          "inputs",
          "wAt",
          "wVector",
          "bAt",
          "yAt",
          "yPlane",
          "rAt",
          "rPlane",
          "firstLane",
          "endLane");

  GroupVectors {
    tiles = List.copyOf(tiles);
  }

  @Override
  public int columns() {
    return tiles.getFirst().columns();
  }

  /** One: the walker finds a group's first vector by other means. */
  @Override
  public int vectors() {
    return 1;
  }

  @Override
  public Lanes lanes() {
    return tiles.getFirst().lanes();
  }

  @Override
  public String name() {
    return tiles.getFirst().name()
        + (tiles.size() > 1 ? "_or_single" : "")
        + FusedEpilogue.name(epilogue.later())
        + "_vectors";
  }

  @Override
  public void require(KernelLibrary library) {
    tiles.forEach(tile -> tile.require(library));
    EpiloguePass.require(library, tiles.getFirst(), epilogue);
    library.require(name() + lanes().suffix(), kernel -> build(kernel, library));
  }

  private KernelMethod build(KernelBuilder kernel, KernelLibrary library) {
    Map<String, Expression> names = new HashMap<>();
    BUFFERS.forEach(b -> names.put(b, kernel.buffer(b)));
    PARAMETERS.forEach(p -> names.put(p, kernel.integer(p)));
    int block = lanes().count();
    Local vectors =
        kernel.let("vectors", divide(add(names.get("endLane"), block - 1), constant(block)));
    GroupTile usual = tiles.getFirst();
    Local tuples = kernel.let("tuples", divide(vectors, constant(usual.vectors())));
    kernel.loop(
        "tuple",
        constant(0),
        tuples,
        i -> invoke(kernel, library, usual, names, multiply(i, usual.vectors())));
    if (tiles.size() > 1) {
      Expression done = multiply(tuples, usual.vectors());
      kernel.when(
          compare(Comparison.LESS, done, vectors),
          () -> invoke(kernel, library, tiles.getLast(), names, done));
    }
    return kernel.build();
  }

  private void invoke(
      KernelBuilder kernel,
      KernelLibrary library,
      GroupTile tile,
      Map<String, Expression> names,
      Expression vector) {
    Local v = kernel.let("vector", vector);
    Local lane = kernel.let("lane", multiply(v, lanes().count()));
    Map<String, Expression> arguments = new HashMap<>(names);
    arguments.put("wAt", add(names.get("wAt"), multiply(v, names.get("wVector"))));
    arguments.put("bAt", add(names.get("bAt"), lane));
    arguments.put("yAt", add(names.get("yAt"), multiply(v, names.get("yPlane"))));
    arguments.put("rAt", add(names.get("rAt"), multiply(v, names.get("rPlane"))));
    arguments.put("firstLane", subtract(names.get("firstLane"), lane));
    arguments.put("endLane", subtract(names.get("endLane"), lane));
    EpiloguePass.invokeTile(kernel, library, tile, epilogue, arguments);
  }
}
