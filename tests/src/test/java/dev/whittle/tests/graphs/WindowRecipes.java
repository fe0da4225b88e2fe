package dev.whittle.tests.graphs;

import static dev.whittle.tests.graphs.Grower.fresh;
import static dev.whittle.tests.graphs.Grower.read;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Relu;
import dev.whittle.tests.graphs.Grower.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Convolutions and pools. */
final class WindowRecipes {
  private final Grower grower;

  WindowRecipes(Grower grower) {
    this.grower = grower;
  }

  void conv() {
    Optional<Value> found = grower.featureMaps();
    if (found.isEmpty()) {
      return;
    }
    int[] shape = grower.shape(found.get());
    int spatial = shape.length - 2;
    int groups = groups(shape[1]);
    int outputs = grower.chance(2) ? shape[1] : outputs(groups);
    List<Integer> kernel = draw(spatial, () -> grower.pick(1, 1, 1, 2, 3, 3, 3, 5, 7));
    if (grower.chance(3)) {
      kernel = Collections.nCopies(spatial, grower.pick(1, 3));
    }
    boolean same = grower.chance(2);
    List<Integer> dilations =
        grower.chance(5) ? draw(spatial, () -> grower.pick(1, 2, 3)) : ones(spatial);
    List<Integer> strides = same ? ones(spatial) : draw(spatial, () -> grower.pick(1, 1, 2, 2, 3));
    List<Integer> pads = same ? samePads(kernel, dilations) : pads(kernel, dilations);
    List<Operand> operands = new ArrayList<>();
    operands.add(read(found.get()));
    int[] weight = weightShape(outputs, shape[1] / groups, kernel);
    operands.add(fresh("weight", RandomTensors.weight(grower.random(), weight)));
    if (!grower.chance(4)) {
      operands.add(fresh("bias", RandomTensors.normal(grower.random(), 0.5, outputs)));
    }
    grower.add(
        new Conv(kernel, strides, pads, dilations, groups), operands.toArray(Operand[]::new));
  }

  /** A 1x1 convolution, often a function, and a convolution of each channel alone. */
  void expansion() {
    Optional<Value> found = grower.featureMaps();
    if (found.isEmpty()) {
      return;
    }
    int[] shape = grower.shape(found.get());
    int spatial = shape.length - 2;
    int channels = grower.channels();
    List<Integer> one = ones(spatial);
    List<Value> map =
        grower.add(
            new Conv(one, one, Collections.nCopies(2 * spatial, 0), one, 1),
            read(found.get()),
            fresh(
                "weight",
                RandomTensors.weight(grower.random(), weightShape(channels, shape[1], one))),
            fresh("bias", RandomTensors.normal(grower.random(), 0.5, channels)));
    if (!map.isEmpty() && grower.chance(2)) {
      map = grower.add(new Relu(), read(map.getFirst()));
    }
    if (map.isEmpty()) {
      return;
    }
    List<Integer> kernel = draw(spatial, () -> grower.pick(1, 2, 3, 3, 5));
    List<Integer> strides = draw(spatial, () -> grower.pick(1, 1, 2));
    grower.add(
        new Conv(kernel, strides, pads(kernel, one), one, channels),
        read(map.getFirst()),
        fresh("weight", RandomTensors.weight(grower.random(), weightShape(channels, 1, kernel))),
        fresh("bias", RandomTensors.normal(grower.random(), 0.5, channels)));
  }

  void maxPool() {
    grower
        .featureMaps()
        .ifPresent(x -> {
          int spatial = grower.shape(x).length - 2;
          List<Integer> kernel = draw(spatial, () -> grower.pick(1, 2, 2, 3, 3, 4));
          List<Integer> dilations =
              grower.chance(6) ? draw(spatial, () -> grower.pick(1, 2)) : ones(spatial);
          grower.add(
              new MaxPool(
                  kernel,
                  strides(spatial),
                  pads(kernel, ones(spatial)),
                  dilations,
                  grower.chance(2)),
              read(x));
        });
  }

  void averagePool() {
    grower
        .featureMaps()
        .ifPresent(x -> {
          int spatial = grower.shape(x).length - 2;
          List<Integer> kernel = draw(spatial, () -> grower.pick(1, 2, 2, 3, 3, 4));
          grower.add(
              new AveragePool(
                  kernel,
                  strides(spatial),
                  pads(kernel, ones(spatial)),
                  grower.chance(2),
                  grower.chance(2)),
              read(x));
        });
  }

  void globalAveragePool() {
    grower.featureMaps().ifPresent(x -> grower.add(new GlobalAveragePool(), read(x)));
  }

  /** 1 mostly; else each channel alone, or a divisor. */
  private int groups(int channels) {
    if (!grower.chance(3)) {
      return 1;
    }
    int[] divisors = IntStream.rangeClosed(1, channels).filter(g -> channels % g == 0).toArray();
    return grower.chance(2) ? channels : grower.pick(divisors);
  }

  private int outputs(int groups) {
    if (groups == 1) {
      return grower.channels();
    }
    return groups * grower.pick(1, 1, 2, 3);
  }

  private List<Integer> strides(int spatial) {
    return draw(spatial, () -> grower.pick(1, 2, 2, 3));
  }

  private static int[] weightShape(int outputs, int inputs, List<Integer> kernel) {
    return Stream.concat(Stream.of(outputs, inputs), kernel.stream())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Pads that keep the size at stride 1; an even window gets the odd one at the end. */
  private static List<Integer> samePads(List<Integer> kernel, List<Integer> dilations) {
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      int total = (kernel.get(i) - 1) * dilations.get(i);
      begins.add(total / 2);
      ends.add(total - total / 2);
    }
    return Stream.concat(begins.stream(), ends.stream()).toList();
  }

  /** Independent pads of each side, smaller than the window. */
  private List<Integer> pads(List<Integer> kernel, List<Integer> dilations) {
    return IntStream.range(0, 2 * kernel.size())
        .map(i -> (kernel.get(i % kernel.size()) - 1) * dilations.get(i % kernel.size()))
        .map(most -> grower.chance(2) ? 0 : grower.random().nextInt(most + 1))
        .boxed()
        .toList();
  }

  private static List<Integer> ones(int spatial) {
    return Collections.nCopies(spatial, 1);
  }

  private static List<Integer> draw(int count, IntSupplier one) {
    return IntStream.range(0, count).map(i -> one.getAsInt()).boxed().toList();
  }
}
