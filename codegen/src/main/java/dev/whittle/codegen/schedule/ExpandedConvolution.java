package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Costs;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * A 1x1 convolution and the depthwise convolution of what it makes, some rows of one or two vectors
 * of channels at a time: so much of the expanded map lies in scratch, in the processor's own cache.
 */
final class ExpandedConvolution implements Schedule {
  @Override
  public String algorithm() {
    return "expanded";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    if (!(op instanceof Expanded expanded) || !Window.fits(operands.getFirst())) {
      return List.of();
    }
    int lanes = target.lanes();
    TensorType map = expanded.map(operands);
    TensorType y = results.getFirst();
    if (operands.get(3).shape().size(1) != 1
        || map.shape().size(1) != y.shape().size(1)
        || !DepthwiseConvolution.applies(expanded.filter(), map, y, lanes)) {
      return List.of();
    }
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(operands.getFirst(), lanes));
    layouts.add(Layouts.weights(operands.get(1), lanes, lanes));
    layouts.add(Layouts.channels(lanes));
    layouts.add(Layouts.weights(operands.get(3), lanes, 1));
    if (operands.size() > 4) {
      layouts.add(Layouts.channels(lanes));
    }
    ExpansionBands bands = ExpansionBands.of(expanded.filter(), map, y, target);
    return List.of(
        new Candidate(
            algorithm(),
            layouts,
            Layouts.blocked(y, lanes),
            true,
            true,
            bands.scratchFloats(),
            efficiency(operands.get(1), lanes)));
  }

  /** The start and end of a tile cost as much as some products for each sum. */
  private static double efficiency(TensorType expansion, int lanes) {
    double products = expansion.shape().size(1);
    return (lanes == 1 ? 0.02 : 0.7) * products / (products + 16);
  }

  @Override
  public StepCode write(StepContext step) {
    Expanded expanded = (Expanded) step.op();
    TensorType map = expanded.map(step.operands().stream().map(Operand::type).toList());
    Operand y = step.result();
    ExpansionBands bands = ExpansionBands.of(expanded.filter(), map, y.type(), step.target());
    BandExpansion expansion = new BandExpansion(step, bands, expanded);
    BandFilter filter = new BandFilter(step, bands);
    KernelBuilder driver = step.driver();
    driver.loop(
        "unit",
        step.from(),
        step.to(),
        unit -> {
          Local group = driver.let("group", remainder(unit, constant(bands.groups())));
          Local place = driver.let("place", divide(unit, constant(bands.groups())));
          Local band = driver.let("band", remainder(place, constant(bands.count())));
          Local image = driver.let("image", divide(place, constant(bands.count())));
          Local vector = driver.let("vector", multiply(group, ExpansionBands.VECTORS));
          Local row = driver.let("row", multiply(band, bands.rows()));
          Window.Axis axis = bands.window().rows();
          Expression start = subtract(multiply(row, axis.stride()), constant(axis.pad()));
          Local first =
              driver.let(
                  "first",
                  minimum(maximum(start, constant(0)), constant(axis.input() - bands.inputRows())));
          int last = bands.vectors() % ExpansionBands.VECTORS;
          if (last == 0 || bands.groups() == 1) {
            int vectors = Math.min(bands.vectors(), ExpansionBands.VECTORS);
            expansion.write(vectors, image, first, vector);
            filter.write(vectors, image, row, first, vector);
          } else {
            driver.when(
                compare(Comparison.LESS, group, constant(bands.groups() - 1)),
                () -> {
                  expansion.write(ExpansionBands.VECTORS, image, first, vector);
                  filter.write(ExpansionBands.VECTORS, image, row, first, vector);
                },
                () -> {
                  expansion.write(last, image, first, vector);
                  filter.write(last, image, row, first, vector);
                });
          }
        });
    long flops =
        2
            * Costs.of(
                    expanded,
                    step.operands().stream().map(Operand::type).toList(),
                    List.of(y.type()))
                .macs();
    return new StepCode(
        expansion.name() + "_then_" + filter.name(),
        y.batch() * bands.count() * bands.groups(),
        flops);
  }
}
