package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Transpose;
import dev.whittle.onnx.message.NodeMessage;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Products of matrices, of which the right one is a weight. */
final class Matrices {
  /** Products of elements that matrices without a weight may have. */
  static final int MOST_PRODUCTS = 1 << 26;

  private Matrices() {}

  /** {@code alpha · A · B + beta · C}. */
  static void gemm(Call call) {
    Attributes attributes = call.attributes();
    float alpha = attributes.number("alpha", 1);
    float beta = attributes.number("beta", 1);
    boolean isTransposed = attributes.flag("transB");
    if (call.known(1).isEmpty()) {
      computed(call, alpha, beta);
      return;
    }
    Operand.Known b = call.weight(1, "weights");
    requireMatrix(b);
    Operand.Known weight = scaled(isTransposed ? b : transposed(b), alpha);
    Value x = turned(call, 0, "transA");
    int outputs = weight.tensor().size(0);
    if (!call.has(2) || beta == 0) {
      call.emit(new Dense(), x, call.value(weight));
      return;
    }
    if (call.known(2).isEmpty()) {
      addWeighed(call, call.add("product", new Dense(), x, call.value(weight)), beta);
      return;
    }
    Operand.Known c = scaled(call.weight(2, "bias"), beta);
    Optional<Operand.Known> bias = bias(c, outputs);
    if (bias.isPresent()) {
      call.emit(new Dense(), x, call.value(weight), call.value(bias.get()));
    } else {
      call.emit(new Add(), call.add("product", new Dense(), x, call.value(weight)), call.value(c));
    }
  }

  /** The same with a matrix {@code B} that the network computes. */
  private static void computed(Call call, float alpha, float beta) {
    Value a = turned(call, 0, "transA");
    Value scaled =
        alpha == 1 ? a : call.add("scaled", new Mul(), a, Elementwise.scalar(call, "alpha", alpha));
    Products products = products(call, scaled, turned(call, 1, "transB"));
    if (!call.has(2) || beta == 0) {
      call.emit(products.sum(), products.value());
      return;
    }
    addWeighed(call, call.add("product", products.sum(), products.value()), beta);
  }

  private static void addWeighed(Call call, Value product, float beta) {
    Value c = call.value(2);
    Value weighed =
        beta == 1 ? c : call.add("weighed", new Mul(), c, Elementwise.scalar(call, "beta", beta));
    call.emit(new Add(), product, weighed);
  }

  private static Value turned(Call call, int input, String flag) {
    Value matrix = call.value(input);
    return call.attributes().flag(flag)
        ? call.add("transposed", new Transpose(List.of(1, 0)), matrix)
        : matrix;
  }

  /** {@code A · B}, with the bias that an {@code Add} behind it brings. */
  static void matMul(Call call) {
    if (call.known(1).isEmpty() || call.known(1).get().tensor().rank() != 2) {
      batched(call);
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    if (shape.rank() == 1) {
      batched(call);
      return;
    }
    Operand.Known b = call.weight(1, "factors");
    Operand.Known weight = transposed(b);
    int outputs = weight.tensor().size(0);
    Optional<NodeMessage> sum = call.onlyReader(0).filter(reader -> isSum(reader));
    Optional<Operand.Known> bias =
        sum.flatMap(reader -> addend(call, reader, outputs, shape.rank()));
    List<Value> operands = new ArrayList<>();
    if (shape.rank() == 2) {
      operands.add(x);
      operands.add(call.value(weight));
      bias.ifPresent(known -> operands.add(call.value(known)));
      call.emit(new Dense(), operands.toArray(Value[]::new));
    } else {
      pointwise(call, x, weight, bias);
    }
    if (bias.isPresent()) {
      call.absorb(sum.get());
    }
  }

  private static void batched(Call call) {
    Products products = products(call, call.value(0), call.value(1));
    call.emit(products.sum(), products.value());
  }

  /** Products of elements, and what makes a product of matrices of them. */
  private record Products(Value value, ReduceSum sum) {}

  /**
   * Products of matrices that the network computes, or of many at once: sums over the products of
   * their elements, which broadcasting brings together.
   */
  private static Products products(Call call, Value a, Value b) {
    List<Dim> rows = new ArrayList<>(call.shape(a).dims());
    List<Dim> columns = new ArrayList<>(call.shape(b).dims());
    boolean isRow = rows.size() == 1;
    boolean isColumn = columns.size() == 1;
    if (isRow) {
      rows.addFirst(Dim.of(1));
    }
    if (isColumn) {
      columns.add(Dim.of(1));
    }
    if (rows.size() < 2 || columns.size() < 2 || Math.max(rows.size(), columns.size()) > 4) {
      throw new Refusal("multiplies %s by %s".formatted(call.shape(a), call.shape(b)), "");
    }
    rows.add(Dim.of(1));
    columns.add(columns.size() - 2, Dim.of(1));
    Value spreadRows = call.add("rows", call.reshapeTo(a, rows), a);
    Value spreadColumns = call.add("columns", call.reshapeTo(b, columns), b);
    Value products = call.add("products", new Mul(), spreadRows, spreadColumns);
    Shape all = call.shape(products);
    long count = 1;
    for (Dim dim : all.dims()) {
      count = Math.multiplyExact(count, dim instanceof Dim.Fixed(int size) ? size : 1);
    }
    if (count > MOST_PRODUCTS) {
      throw new Refusal(
          "multiplies %s by %s, which is too much without a weight"
              .formatted(call.shape(a), call.shape(b)),
          "");
    }
    List<Integer> summed = new ArrayList<>(List.of(all.rank() - 2));
    if (isRow) {
      summed.add(all.rank() - 3);
    }
    if (isColumn) {
      summed.add(all.rank() - 1);
    }
    return new Products(products, new ReduceSum(summed, false));
  }

  /** A product with the last axis of more than two: a convolution of size 1 on that axis. */
  private static void pointwise(
      Call call, Value x, Operand.Known weight, Optional<Operand.Known> bias) {
    int rank = call.shape(x).rank();
    if (rank < 3 || rank > 5) {
      throw new Refusal("multiplies %s by a matrix".formatted(call.shape(x)), "");
    }
    List<Integer> toFront = new ArrayList<>(List.of(0, rank - 1));
    List<Integer> toBack = new ArrayList<>(List.of(0));
    for (int axis = 1; axis < rank - 1; axis++) {
      toFront.add(axis);
      toBack.add(axis + 1);
    }
    toBack.add(1);
    int[] shape = Arrays.copyOf(weight.tensor().shape(), rank);
    Arrays.fill(shape, 2, rank, 1);
    List<Integer> ones = Collections.nCopies(rank - 2, 1);
    Conv conv = new Conv(ones, ones, Collections.nCopies(2 * rank - 4, 0), ones, 1);
    List<Value> operands = new ArrayList<>();
    operands.add(call.add("channels", new Transpose(toFront), x));
    operands.add(call.value(Folding.reshape(weight, shape)));
    bias.ifPresent(known -> operands.add(call.value(known)));
    call.emit(new Transpose(toBack), call.add("product", conv, operands.toArray(Value[]::new)));
  }

  private static boolean isSum(NodeMessage reader) {
    return reader.operator().equals("Add")
        && reader.domain().isEmpty()
        && reader.inputs().size() == 2
        && reader.outputs().size() == 1;
  }

  private static Optional<Operand.Known> addend(Call call, NodeMessage sum, int outputs, int rank) {
    String product = call.node().outputs().getFirst();
    String other = sum.inputs().get(sum.inputs().getFirst().equals(product) ? 1 : 0);
    return call.peek(other)
        .filter(o -> o instanceof Operand.Known)
        .map(o -> (Operand.Known) o)
        .filter(known -> known.tensor().type().isFloat() && known.tensor().rank() <= rank)
        .flatMap(known -> bias(known, outputs));
  }

  /** {@code known} as one number for each output, when that is what it broadcasts to. */
  private static Optional<Operand.Known> bias(Operand.Known known, int outputs) {
    Tensor tensor = known.tensor();
    boolean isRow = tensor.rank() == 0 || tensor.size(tensor.rank() - 1) == tensor.elementCount();
    if (isRow && tensor.elementCount() == outputs) {
      return Optional.of(Folding.reshape(known, outputs));
    }
    return tensor.elementCount() == 1
        ? Optional.of(Folding.pick(known, new int[outputs], outputs))
        : Optional.empty();
  }

  private static void requireMatrix(Operand.Known b) {
    if (b.tensor().rank() != 2) {
      throw new Refusal("its right matrix is %s".formatted(b.tensor()), "");
    }
  }

  private static Operand.Known transposed(Operand.Known matrix) {
    int rows = matrix.tensor().size(0);
    int columns = matrix.tensor().size(1);
    float[] values = matrix.tensor().floats();
    float[] turned = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return matrix.with(Tensor.of(turned, columns, rows));
  }

  private static Operand.Known scaled(Operand.Known known, float factor) {
    if (factor == 1) {
      return known;
    }
    float[] values = known.tensor().floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return known.with(Tensor.of(values, known.tensor().shape()));
  }
}
