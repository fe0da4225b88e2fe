package dev.whittle.tests.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Softmax;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Well-known networks with random weights. */
public final class Networks {
  private final Graph.Builder graph;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Random random = new Random(1);

  /** A network and its weights. */
  public record Network(Graph graph, Weights weights) {}

  private Networks(String name) {
    this.graph = Graph.builder(name);
  }

  private Network done(Value result) {
    return new Network(graph.output("probability", result).build(), Weights.of(weights));
  }

  /** SqueezeNet 1.1 on 227 x 227 pictures. */
  public static Network squeezeNet(int batch) {
    Networks net = new Networks("SqueezeNet");
    Value x = net.graph.input("image", TensorType.f32(batch, 3, 227, 227));
    x = net.relu("relu_conv1", net.conv("conv1", x, 64, 3, 2, 0, 1, true));
    x = net.maxPool("pool1", x, 3, 2, 0, true);
    x = net.fire("fire2", x, 16, 64);
    x = net.fire("fire3", x, 16, 64);
    x = net.maxPool("pool3", x, 3, 2, 0, true);
    x = net.fire("fire4", x, 32, 128);
    x = net.fire("fire5", x, 32, 128);
    x = net.maxPool("pool5", x, 3, 2, 0, true);
    x = net.fire("fire6", x, 48, 192);
    x = net.fire("fire7", x, 48, 192);
    x = net.fire("fire8", x, 64, 256);
    x = net.fire("fire9", x, 64, 256);
    x = net.graph.add("drop9", new Dropout(0.5f), x);
    x = net.relu("relu_conv10", net.conv("conv10", x, 1000, 1, 1, 0, 1, true));
    x = net.graph.add("pool10", new GlobalAveragePool(), x);
    x = net.graph.add("flatten", new Flatten(1), x);
    return net.done(net.graph.add("prob", new Softmax(1), x));
  }

  private Value fire(String name, Value x, int squeeze, int expand) {
    Value s = relu(name + "/relu", conv(name + "/squeeze1x1", x, squeeze, 1, 1, 0, 1, true));
    Value left = relu(name + "/relu1", conv(name + "/expand1x1", s, expand, 1, 1, 0, 1, true));
    Value right = relu(name + "/relu3", conv(name + "/expand3x3", s, expand, 3, 1, 1, 1, true));
    return graph.add(name + "/concat", new Concat(1), left, right);
  }

  /** A bottleneck ResNet with {@code blocks} blocks in each of its four stages. */
  public static Network resNet(int batch, int size, int width, int... blocks) {
    Networks net = new Networks("ResNet");
    Value x = net.graph.input("image", TensorType.f32(batch, 3, size, size));
    x = net.relu("relu1", net.normalised("conv1", x, width, 7, 2, 3, 1));
    x = net.maxPool("pool1", x, 3, 2, 1, false);
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = net.bottleneck("s%d/b%d".formatted(stage, block), x, width << stage, stride);
      }
    }
    x = net.graph.add("pool", new GlobalAveragePool(), x);
    x = net.graph.add("flatten", new Flatten(1), x);
    x = net.dense("fc", x, 10);
    return net.done(net.graph.add("prob", new Softmax(1), x));
  }

  private Value bottleneck(String name, Value x, int width, int stride) {
    Value y = relu(name + "/relu1", normalised(name + "/conv1", x, width, 1, 1, 0, 1));
    y = relu(name + "/relu2", normalised(name + "/conv2", y, width, 3, stride, 1, 1));
    y = normalised(name + "/conv3", y, 4 * width, 1, 1, 0, 1);
    boolean isSame = graph.type(x).equals(graph.type(y));
    Value shortcut = isSame ? x : normalised(name + "/down", x, 4 * width, 1, stride, 0, 1);
    return relu(name + "/relu3", graph.add(name + "/add", new Add(), y, shortcut));
  }

  /** Three Inception blocks behind a stem, with a pooled branch each. */
  public static Network inception(int batch) {
    Networks net = new Networks("Inception");
    Value x = net.graph.input("image", TensorType.f32(batch, 3, 64, 64));
    x = net.relu("relu1", net.conv("conv1", x, 32, 3, 2, 1, 1, true));
    for (int i = 1; i <= 3; i++) {
      String name = "block" + i;
      Value a = net.relu(name + "/a_relu", net.conv(name + "/a", x, 16, 1, 1, 0, 1, true));
      Value b = net.relu(name + "/b_relu", net.conv(name + "/b", x, 24, 1, 1, 0, 1, true));
      b = net.relu(name + "/b2_relu", net.conv(name + "/b2", b, 32, 3, 1, 1, 1, true));
      List<Integer> ones = List.of(1, 1);
      AveragePool pool = new AveragePool(List.of(3, 3), ones, List.of(1, 1, 1, 1), false, false);
      Value c = net.graph.add(name + "/pool", pool, x);
      c = net.relu(name + "/c_relu", net.conv(name + "/c", c, 16, 1, 1, 0, 1, true));
      x = net.graph.add(name + "/concat", new Concat(1), a, b, c);
    }
    x = net.graph.add("pool", new GlobalAveragePool(), x);
    x = net.graph.add("flatten", new Flatten(1), x);
    return net.done(net.graph.add("prob", new Softmax(1), x));
  }

  private Value conv(
      String name,
      Value x,
      int outputs,
      int kernel,
      int stride,
      int pad,
      int groups,
      boolean bias) {
    int channels = graph.type(x).shape().size(1);
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    operands.add(parameter(name + ".weight", outputs, channels / groups, kernel, kernel));
    if (bias) {
      operands.add(parameter(name + ".bias", outputs));
    }
    List<Integer> pads = List.of(pad, pad, pad, pad);
    Conv conv =
        new Conv(List.of(kernel, kernel), List.of(stride, stride), pads, List.of(1, 1), groups);
    return graph.add(name, conv, operands.toArray(Value[]::new));
  }

  private Value normalised(
      String name, Value x, int outputs, int kernel, int stride, int pad, int groups) {
    Value y = conv(name, x, outputs, kernel, stride, pad, groups, false);
    return graph.add(
        name + "/bn",
        new BatchNorm(1e-5f),
        y,
        parameter(name + "/bn.scale", outputs),
        parameter(name + "/bn.shift", outputs),
        parameter(name + "/bn.mean", outputs),
        parameter(name + "/bn.variance", outputs));
  }

  private Value dense(String name, Value x, int outputs) {
    int inputs = graph.type(x).shape().size(1);
    Value weight = parameter(name + ".weight", outputs, inputs);
    return graph.add(name, new Dense(), x, weight, parameter(name + ".bias", outputs));
  }

  private Value maxPool(String name, Value x, int kernel, int stride, int pad, boolean ceil) {
    return graph.add(
        name,
        new MaxPool(
            List.of(kernel, kernel),
            List.of(stride, stride),
            List.of(pad, pad, pad, pad),
            List.of(1, 1),
            ceil),
        x);
  }

  private Value relu(String name, Value x) {
    return graph.add(name, new Relu(), x);
  }

  private Value parameter(String name, int... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = name.endsWith("variance") ? 0.5f + random.nextFloat() : random.nextFloat() - 0.5f;
    }
    weights.put(name, Tensor.of(values, shape));
    return graph.parameter(name, TensorType.f32(shape));
  }
}
