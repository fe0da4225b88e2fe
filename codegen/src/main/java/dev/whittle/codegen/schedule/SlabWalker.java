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
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The loop over the units of a {@link SlabPlan}, in the step's own driver: a slab's inputs are
 * transformed when its first unit comes; then each unit multiplies and transforms its part of the
 * output channels.
 *
 * @param input transforms the inputs of a group of tiles
 * @param output turns the products of a group of tiles into results
 */
record SlabWalker(SlabPlan plan, Transform input, SlabProducts products, Transform output) {

  /** A part of an algorithm that works on a group of tiles. */
  interface Transform {
    /** Makes sure that its kernels exist; returns the name of the one to call. */
    String require(KernelLibrary library);
  }

  /**
   * Writes the loop.
   *
   * @param layer arguments of the kernels that do not depend on the unit
   */
  void write(StepContext step, Map<String, Expression> layer) {
    KernelLibrary library = step.library();
    KernelBuilder driver = step.driver();
    String inputName = input.require(library);
    String productsName = products.require(library);
    String outputName = output.require(library);
    Map<String, Expression> names = new HashMap<>(layer);
    Local current = driver.let("current", constant(-1));
    driver.loop(
        "unit",
        step.from(),
        step.to(),
        unit -> {
          Local slab = driver.let("slab", divide(unit, constant(plan.parts())));
          Local part = driver.let("part", remainder(unit, constant(plan.parts())));
          Local group = driver.let("group", multiply(slab, plan.slabGroups()));
          names.put(
              "count",
              driver.let(
                  "count",
                  minimum(constant(plan.slabGroups()), subtract(constant(plan.groups()), group))));
          driver.when(
              compare(Comparison.LESS, current, slab),
              () -> {
                driver.assign(current, slab);
                groups(
                    driver,
                    names,
                    group,
                    (arguments, g) -> {
                      arguments.put(
                          "vAt", add(constant(plan.inputAt()), multiply(g, plan.inputGroup())));
                      library.invoke(driver, inputName, arguments);
                    });
              });
          Local from = driver.let("fromVector", multiply(part, plan.partVectors()));
          names.put("fromVector", from);
          names.put(
              "toVector",
              driver.let(
                  "toVector", minimum(add(from, plan.partVectors()), constant(plan.vectors()))));
          library.invoke(driver, productsName, names);
          groups(
              driver,
              names,
              group,
              (arguments, g) -> {
                arguments.put(
                    "mAt",
                    add(constant(plan.productsAt()), multiply(g, plan.width() * plan.lanes())));
                library.invoke(driver, outputName, arguments);
              });
        });
  }

  private void groups(
      KernelBuilder driver,
      Map<String, Expression> names,
      Local firstGroup,
      BiConsumer<Map<String, Expression>, Local> body) {
    driver.loop(
        "g",
        constant(0),
        names.get("count"),
        g -> {
          Local from = driver.let("fromTile", multiply(add(firstGroup, g), plan.width()));
          Map<String, Expression> arguments = new HashMap<>(names);
          arguments.put("fromTile", from);
          arguments.put(
              "first", driver.let("first", minimum(from, constant(plan.tiles() - plan.width()))));
          arguments.put(
              "toTile",
              driver.let("toTile", minimum(add(from, plan.width()), constant(plan.tiles()))));
          body.accept(arguments, g);
        });
  }
}
