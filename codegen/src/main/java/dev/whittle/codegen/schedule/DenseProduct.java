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
  private static final int MOST_ROWS = 8;

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
        new Candidate(algorithm(), layouts, Layouts.plain(results.getFirst()), true, true, 0, 0.3));
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
    int rowTiles = Math.ceilDiv(images, simple ? MOST_ROWS : 2);
    int rows = Math.ceilDiv(images, rowTiles);
    int total = Math.ceilDiv(outputs, lanes.count());
    String kernel = "";
    int units = 0;
    int firstImage = 0;
    while (firstImage < images) {
      int tileRows = Math.min(rows, images - firstImage);
      int count = tileRows == rows ? (images - firstImage) / rows : 1;
      int firstVector = 0;
      while (firstVector < total) {
        int left = total - firstVector;
        int vectors = Math.min(left, simple ? widest(lanes, tileRows) : 4);
        int groups = left / vectors;
        boolean masked = outputs % lanes.count() != 0 && groups * vectors == left;
        kernel = name(lanes, tileRows, vectors, bias, masked, step.epilogue());
        step.library()
            .requireUnits(
                kernel,
                k -> new Body(k, lanes, tileRows, vectors, bias, masked, step.epilogue()).build());
        int more = count * groups;
        int start = units;
        Arguments arguments =
            new Arguments()
                .with("x", x)
                .with("xAt", x.placement().offset() + firstImage * x.placement().batchStride())
                .with("w", weight)
                .with("wAt", weight.placement().offset() + firstVector * lanes.count() * inputs)
                .with("b", bias ? step.operand(2) : weight)
                .with("y", y)
                .with(
                    "yAt",
                    y.placement().offset()
                        + firstImage * y.placement().batchStride()
                        + firstVector * lanes.count())
                .with("inputs", inputs)
                .with("outputs", outputs - firstVector * lanes.count())
                .with("groups", groups)
                .with("from", maximum(add(step.from(), -start), constant(0)))
                .with("to", minimum(add(step.to(), -start), constant(more)));
        if (bias) {
          arguments.with("bAt", step.operand(2).placement().offset() + firstVector * lanes.count());
        }
        if (step.added().isPresent()) {
          Operand r = step.added().get();
          arguments
              .with("r", r)
              .with(
                  "rAt",
                  r.placement().offset()
                      + firstImage * r.placement().batchStride()
                      + firstVector * lanes.count());
        }
        step.library().invoke(step.driver(), kernel, arguments.values());
        units += more;
        firstVector += groups * vectors;
      }
      firstImage += count * tileRows;
    }
    return new StepCode(kernel, units, 2L * images * inputs * outputs);
  }

  private static int widest(Lanes lanes, int rows) {
    int most = (lanes.registers() - 4 - rows) / rows;
    return Math.clamp(most, 1, lanes.count() == 1 ? 4 : 8);
  }

  private static String name(
      Lanes lanes, int rows, int vectors, boolean bias, boolean masked, List<Epilogue> epilogue) {
    return "f32_dense_%dx%d%s%s%s%s"
        .formatted(
            rows,
            vectors,
            bias ? "" : "_nobias",
            masked ? "_partial" : "",
            FusedEpilogue.name(epilogue),
            lanes.suffix());
  }

  private record Body(
      KernelBuilder kernel,
      Lanes lanes,
      int rows,
      int vectors,
      boolean bias,
      boolean masked,
      List<Epilogue> epilogue) {
    KernelMethod build() {
      Local x = kernel.buffer("x");
      Local xAt = kernel.integer("xAt");
      Local xBatch = kernel.integer("xBatch");
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
      Local groups = kernel.integer("groups");
      int width = lanes.count();
      Local unit = kernel.integer("unit");
      Local group = kernel.let("group", remainder(unit, groups));
      Local image = kernel.let("image", multiply(divide(unit, groups), rows));
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
            Local[] values = new Local[rows];
            for (int i = 0; i < rows; i++) {
              Expression at = i == 0 ? xc : add(xc, multiply(xBatch, i));
              values[i] = kernel.let("value" + i, lanes.broadcast(load(x, at)));
            }
            for (int v = 0; v < vectors; v++) {
              Expression at = v == 0 ? wc : add(wc, multiply(panel, v));
              Local weight = kernel.let("weight", lanes.load(w, at));
              for (int i = 0; i < rows; i++) {
                kernel.assign(sums[i][v], multiplyAdd(values[i], weight, sums[i][v]));
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
  }
}
