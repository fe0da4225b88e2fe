package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected layers: tiles of some images times some vectors of outputs; with few images many
 * vectors, because then the weights' way from memory is what counts.
 */
final class DenseProduct implements Schedule {
  private static final int PAGE = 1024;

  @Override
  public String algorithm() {
    return "dense";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    if (!(op instanceof Dense)) {
      return List.of();
    }
    int lanes = target.lanes();
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.plain(operands.get(0)));
    layouts.add(Layout.parse(lanes == 1 ? "OI" : "OI" + lanes + "o"));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    return List.of(
        new Candidate(algorithm(), layouts, Layouts.plain(results.getFirst()), true, true, 0, 0.6));
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    int outputs = y.size(1);
    int inputs = x.size(1);
    boolean bias = step.hasOperand(2);
    int images = y.batch();
    boolean simple = FusedEpilogue.of(step.epilogue()).later().isEmpty();
    int most = FusedEpilogue.registers(step.epilogue());
    int mostRows = simple ? mostRows(lanes, x) : Math.min(2, most);
    int rows = rows(images, mostRows, step.added().isPresent());
    int rowTiles = Math.ceilDiv(images, rows);
    int total = Math.ceilDiv(outputs, lanes.count());
    String kernel = "";
    int units = 0;
    int firstVector = 0;
    while (firstVector < total) {
      int left = total - firstVector;
      int vectors = Math.min(left, simple ? widest(lanes, rows) : Math.clamp(most / rows, 1, 4));
      int groups = left / vectors;
      boolean masked = outputs % lanes.count() != 0 && groups * vectors == left;
      Body body =
          new Body(
              lanes, rows, vectors, x.placement().batchStride(), bias, masked, step.epilogue());
      String name = step.library().requireUnits(body.name(), body::build);
      int more = rowTiles * groups;
      int start = units;
      int firstOutput = firstVector * lanes.count();
      Arguments arguments =
          new Arguments()
              .with("x", x)
              .with("w", weight)
              .with("wAt", add(weight.offset(), firstOutput * inputs))
              .with("b", bias ? step.operand(2) : weight)
              .with("y", y)
              .with("yAt", add(y.offset(), firstOutput))
              .with("inputs", inputs)
              .with("outputs", outputs - firstOutput)
              .with("rowTiles", rowTiles)
              .with("lastRow", images - rows)
              .with("from", maximum(add(step.from(), -start), constant(0)))
              .with("to", minimum(add(step.to(), -start), constant(more)));
      if (bias) {
        arguments.with("bAt", add(step.operand(2).offset(), firstOutput));
      }
      step.added().ifPresent(r -> arguments.with("r", r).with("rAt", add(r.offset(), firstOutput)));
      step.library().invoke(step.driver(), name, arguments.values());
      kernel = units == 0 ? name : kernel;
      units += more;
      firstVector += groups * vectors;
    }
    return new StepCode(kernel, units, 2L * images * inputs * outputs);
  }

  /** Images of a tile; the last tile may repeat some unless an added operand lies in its place. */
  private static int rows(int images, int most, boolean exact) {
    if (!exact) {
      return Tiling.of(images, most, true).width();
    }
    int rows = Math.min(images, most);
    while (images % rows > 0) {
      rows--;
    }
    return rows;
  }

  /** Rows some pages apart share few places of the first cache with the weights. */
  private static int mostRows(Lanes lanes, Operand x) {
    if (lanes.registers() < 32) {
      return 6;
    }
    return x.placement().batchStride() % PAGE == 0 ? 8 : 14;
  }

  private static int widest(Lanes lanes, int rows) {
    int most =
        Math.max((lanes.registers() - 4 - rows) / rows, (lanes.registers() - 2) / (rows + 1));
    return Math.min(most, lanes.count() == 1 ? 4 : 8);
  }

  /**
   * One tile. The rows of its input are a constant apart: as many variables would not fit into
   * registers.
   */
  private record Body(
      Lanes lanes,
      int rows,
      int vectors,
      int xBatch,
      boolean bias,
      boolean masked,
      List<Epilogue> epilogue) {
    String name() {
      return "f32_dense_%dx%d%s%s%s%s%s"
          .formatted(
              rows,
              vectors,
              rows > 1 ? "_s" + xBatch : "",
              bias ? "" : "_nobias",
              masked ? "_partial" : "",
              FusedEpilogue.name(epilogue),
              lanes.suffix());
    }

    KernelMethod build(KernelBuilder kernel) {
      Local x = kernel.buffer("x");
      Local xAt = kernel.integer("xAt");
      Local w = kernel.buffer("w");
      Local wAt = kernel.integer("wAt");
      Local b = bias ? kernel.buffer("b") : null;
      Local bAt = bias ? kernel.integer("bAt") : null;
      boolean adds = epilogue.contains(new Epilogue.AddOperand());
      Local r = adds ? kernel.buffer("r") : null;
      Local rAt = adds ? kernel.integer("rAt") : null;
      Local rBatch = adds ? kernel.integer("rBatch") : null;
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      Local yBatch = kernel.integer("yBatch");
      Local inputs = kernel.integer("inputs");
      Local outputs = masked ? kernel.integer("outputs") : null;
      Local rowTiles = kernel.integer("rowTiles");
      Local lastRow = kernel.integer("lastRow");
      int width = lanes.count();
      Local unit = kernel.integer("unit");
      Local group = kernel.let("group", divide(unit, rowTiles));
      Local image =
          kernel.let("image", minimum(multiply(remainder(unit, rowTiles), rows), lastRow));
      Local output = kernel.let("output", multiply(group, vectors * width));
      Local xs = kernel.let("xs", add(xAt, multiply(image, xBatch)));
      Local ws = kernel.let("ws", add(wAt, multiply(output, inputs)));
      Local panel = kernel.let("panel", multiply(inputs, width));
      Local[][] sums = new Local[rows][vectors];
      for (int v = 0; v < vectors; v++) {
        Local start =
            kernel.let(
                "start" + v,
                bias ? lanes.load(b, add(add(bAt, output), v * width)) : lanes.splat(0f));
        for (int i = 0; i < rows; i++) {
          sums[i][v] = kernel.let("sum" + i + "_" + v, start);
        }
      }
      kernel.loop(
          "input",
          constant(0),
          inputs,
          input -> {
            Local wc = kernel.let("wc", add(ws, multiply(input, width)));
            Local xc = kernel.let("xc", add(xs, input));
            if (rows > vectors) {
              Local[] weights = new Local[vectors];
              for (int v = 0; v < vectors; v++) {
                weights[v] = weight(kernel, w, wc, panel, v);
              }
              for (int i = 0; i < rows; i++) {
                Local value = value(kernel, x, xc, i);
                for (int v = 0; v < vectors; v++) {
                  kernel.assign(sums[i][v], multiplyAdd(value, weights[v], sums[i][v]));
                }
              }
            } else {
              Local[] values = new Local[rows];
              for (int i = 0; i < rows; i++) {
                values[i] = value(kernel, x, xc, i);
              }
              for (int v = 0; v < vectors; v++) {
                Local weight = weight(kernel, w, wc, panel, v);
                for (int i = 0; i < rows; i++) {
                  kernel.assign(sums[i][v], multiplyAdd(values[i], weight, sums[i][v]));
                }
              }
            }
          });
      for (int i = 0; i < rows; i++) {
        Expression line = add(image, i);
        for (int v = 0; v < vectors; v++) {
          Expression shift = add(output, v * width);
          Expression at = add(add(yAt, multiply(line, yBatch)), shift);
          Expression mask = masked ? firstLanes(subtract(outputs, shift)) : null;
          Expression result =
              FusedEpilogue.apply(
                  kernel,
                  lanes,
                  epilogue,
                  sums[i][v],
                  () -> {
                    Expression rs = add(add(rAt, multiply(line, rBatch)), shift);
                    return masked
                        ? dev.whittle.codegen.kernel.Expressions.loadVector(r, rs, mask)
                        : lanes.load(r, rs);
                  });
          if (masked) {
            kernel.store(y, at, result, mask);
          } else {
            kernel.store(y, at, result);
          }
        }
      }
      return kernel.build();
    }

    private Local value(KernelBuilder kernel, Local x, Local at, int row) {
      return kernel.let("value" + row, lanes.broadcast(load(x, add(at, row * xBatch))));
    }

    private Local weight(KernelBuilder kernel, Local w, Local at, Local panel, int vector) {
      Expression from = vector == 0 ? at : add(at, multiply(panel, vector));
      return kernel.let("weight" + vector, lanes.load(w, from));
    }
  }
}
