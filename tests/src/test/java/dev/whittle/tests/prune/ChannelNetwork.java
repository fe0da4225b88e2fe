package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.RandomTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A random network of layers joined by everything that channels go through: sums, concats, splits,
 * slices, shuffles, batch norms, gates, depthwise and grouped convolutions, pools, a flatten into
 * dense layers. Where a channel is 0 everywhere it stays 0 up to the next layer.
 */
public record ChannelNetwork(Graph graph, Weights weights, List<Tensor> inputs) {
  private static final int SIZE = 6;
  private static final double TOLERANCE = 1e-4;

  /** Makes one up. */
  private static final class Maker {
    private final SplittableRandom random;
    private final OptionalDouble twin;
    private final Graph.Builder graph = Graph.builder("Channels");
    private final Map<String, Tensor> tensors = new HashMap<>();
    private int count;

    Maker(long seed, OptionalDouble twin) {
      this.random = new SplittableRandom(seed);
      this.twin = twin;
    }

    ChannelNetwork network() {
      int channels = random.nextInt(1, 5);
      Shape shape = Shape.of(1, channels, SIZE, SIZE).with(0, Dim.of("N"));
      Value x = graph.input("x", new TensorType(ElementType.F32, shape));
      for (int i = random.nextInt(2, 7); i > 0; i--) {
        x = step(x);
      }
      if (random.nextInt(3) > 0) {
        x = random.nextBoolean() ? graph.add("gap", new GlobalAveragePool(), x) : x;
        x = dense(flat(x), random.nextInt(2, 12));
        x = graph.add("dense/relu", new Relu(), x);
        x = dense(x, random.nextInt(2, 6));
      } else {
        x = conv(x, random.nextInt(2, 6), 1, 1);
      }
      List<Tensor> inputs = new ArrayList<>();
      for (int i = random.nextInt(3, 6); i > 0; i--) {
        inputs.add(RandomTensors.normal(random, 1, 1, channels, SIZE, SIZE));
      }
      return new ChannelNetwork(graph.output("y", x).build(), Weights.of(tensors), inputs);
    }

    private int channels(Value x) {
      return graph.type(x).shape().size(1);
    }

    private Value flat(Value x) {
      if (random.nextBoolean()) {
        return graph.add("flatten", new Flatten(1), x);
      }
      Shape shape = graph.type(x).shape();
      int size = shape.size(1) * shape.size(2) * shape.size(3);
      return graph.add("flat", new Reshape(List.of(0, random.nextBoolean() ? -1 : size)), x);
    }

    private Value step(Value x) {
      int channels = channels(x);
      int wide = random.nextInt(3, 9);
      return switch (random.nextInt(10)) {
        case 0 -> add(new Add(), x, function(conv(function(conv(x, wide, 3, 1)), channels, 1, 1)));
        case 1 ->
            add(new Concat(1), function(conv(x, wide, 1, 1)), function(conv(x, wide + 1, 3, 1)), x);
        case 2 -> {
          Value made = function(conv(x, 2 * wide, 1, 1));
          Value parts = add(new Split(1, List.of(wide, wide)), made);
          yield add(new Add(), function(parts), function(new Value(parts.node(), 1)));
        }
        case 3 -> {
          Value made = function(conv(x, wide + 2, 3, 1));
          Slice slice = new Slice(List.of(1), List.of(-1), List.of(1), List.of(1));
          yield add(new Concat(1), add(slice, made), add(new Tanh(), made));
        }
        case 4 -> {
          Value left = function(conv(x, wide, 1, 1));
          Value right = function(conv(x, wide, 3, 1));
          yield add(new ChannelShuffle(2, List.of()), left, right);
        }
        case 5 -> {
          Value made = function(conv(x, wide, 1, 1));
          yield function(conv(made, wide * random.nextInt(1, 3), 3, wide));
        }
        case 6 -> function(conv(function(conv(x, 2 * wide, 1, 1)), 4, 3, 2));
        case 7 -> {
          Value made = function(conv(x, wide, 3, 1));
          Value gate = conv(add(new GlobalAveragePool(), made), wide, 1, 1);
          yield add(new Mul(), made, add(new Sigmoid(), gate));
        }
        default -> function(conv(x, wide, random.nextBoolean() ? 3 : 1, 1));
      };
    }

    private Value add(Op op, Value... operands) {
      return graph.add(op.operator() + "_" + count++, op, operands);
    }

    private Value function(Value x) {
      return switch (random.nextInt(7)) {
        case 0 -> batchNorm(x);
        case 1 -> add(new Relu(), batchNorm(x));
        case 2 -> add(new LeakyRelu(0.1f), x);
        case 3 ->
            add(
                new MaxPool(
                    List.of(3, 3), List.of(1, 1), List.of(1, 1, 1, 1), List.of(1, 1), false),
                x);
        case 4 ->
            add(new AveragePool(List.of(3, 3), List.of(1, 1), List.of(1, 1, 1, 1), false, true), x);
        case 5 -> x;
        default -> add(new Relu(), x);
      };
    }

    private Value stored(String name, Tensor tensor) {
      tensors.put(name, tensor);
      return graph.parameter(name, TensorType.f32(tensor.shape()));
    }

    /** With 0 for 0. */
    private Value batchNorm(Value x) {
      String name = "norm_" + count++;
      int channels = channels(x);
      float[] scale = RandomTensors.normal(random, 1, channels).floats();
      float[] mean = RandomTensors.normal(random, 1, channels).floats();
      float[] variance = new float[channels];
      float[] shift = new float[channels];
      for (int i = 0; i < channels; i++) {
        variance[i] = 0.5f + random.nextFloat();
        shift[i] = (float) (scale[i] * mean[i] / Math.sqrt(variance[i] + 1e-5));
      }
      return graph.add(
          name,
          new BatchNorm(1e-5f),
          x,
          stored(name + ".scale", Tensor.of(scale, channels)),
          stored(name + ".shift", Tensor.of(shift, channels)),
          stored(name + ".mean", Tensor.of(mean, channels)),
          stored(name + ".variance", Tensor.of(variance, channels)));
    }

    private Value conv(Value x, int filters, int kernel, int groups) {
      int pad = kernel / 2;
      Conv conv =
          new Conv(
              List.of(kernel, kernel),
              List.of(1, 1),
              List.of(pad, pad, pad, pad),
              List.of(1, 1),
              groups);
      return layer(
          "conv_" + count++,
          conv,
          x,
          RandomTensors.weight(random, filters, channels(x) / groups, kernel, kernel));
    }

    private Value dense(Value x, int outputs) {
      return layer(
          "dense_" + count++, new Dense(), x, RandomTensors.weight(random, outputs, channels(x)));
    }

    private Value layer(String name, Op op, Value x, Tensor weight) {
      int outputs = weight.size(0);
      int each = weight.floats().length / outputs;
      float[] bias = RandomTensors.normal(random, 0.3, outputs).floats();
      for (int i = 1; i < outputs && twin.isPresent(); i += 2) {
        for (int k = 0; k < each; k++) {
          weight.floats()[i * each + k] =
              (float) (twin.getAsDouble() * weight.floats()[(i - 1) * each + k]);
        }
        bias[i] = (float) (twin.getAsDouble() * bias[i - 1]);
      }
      List<Value> operands = new ArrayList<>(List.of(x, stored(name + ".weight", weight)));
      boolean isDepthwise = op instanceof Conv conv && conv.groups() > 2;
      if (random.nextBoolean() && !isDepthwise) {
        operands.add(stored(name + ".bias", Tensor.of(bias, outputs)));
      }
      return graph.add(name, op, operands.toArray(Value[]::new));
    }
  }

  /** A network of its own for each seed. */
  public static ChannelNetwork of(long seed) {
    return new Maker(seed, OptionalDouble.empty()).network();
  }

  /** One in which every other output of each layer is {@code factor} times the one before it. */
  static ChannelNetwork ofTwins(long seed, double factor) {
    return new Maker(seed, OptionalDouble.of(factor)).network();
  }

  /** A context with the inputs to calibrate on. */
  PassContext context() {
    return bare().calibrated(Optional.of(data()));
  }

  /** A context without. */
  PassContext bare() {
    return PassContext.of(new Target(4, 1), new Schedules(), new CompilingExecutor(), weights);
  }

  /** Requires that a network computes nearly what this one does. */
  void requireSame(Graph after) {
    for (Tensor input : inputs) {
      Map<String, Tensor> given = Map.of("x", input);
      Evaluation expected = ReferenceEvaluator.trace(graph, weights, given);
      Map<String, Tensor> actual = ReferenceEvaluator.evaluate(after, weights, given);
      assertThat(Agreement.of(expected, actual).error()).isLessThan(TOLERANCE);
    }
  }

  Data data() {
    return new Data(
        inputs.size() + " random inputs",
        inputs.size(),
        item -> Map.of("x", inputs.get(item)),
        List.of());
  }
}
