package dev.whittle.bench.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.whittle.bench.engine.OnnxRuntime.Waiting;
import dev.whittle.cli.UserError;
import dev.whittle.cli.compare.OtherEngine.Running;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * A network in ONNX Runtime that gives back values of its graph.
 *
 * @param values those it gives back, by their names in the model
 */
record OnnxSession(OrtSession session, Map<String, Value> values) implements Running {
  /**
   * Exports and loads {@code graph}.
   *
   * @throws UserError when ONNX Runtime does not take it
   */
  static OnnxSession of(Graph graph, Weights weights, Collection<Value> values, int threads) {
    Map<String, Value> names = new LinkedHashMap<>();
    values.forEach(value -> names.put(OnnxExport.name(graph, value), value));
    LinkedHashSet<Value> outputs = new LinkedHashSet<>(values);
    try (OnnxFile file = OnnxFile.of(OnnxExport.of(graph, weights, outputs))) {
      return new OnnxSession(OnnxRuntime.session(file.path(), threads, Waiting.SLEEPING), names);
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  @Override
  public Map<Value, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> given = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        given.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result = session.run(given, values.keySet())) {
        Map<Value, Tensor> answers = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          answers.put(values.get(output.getKey()), tensor((OnnxTensor) output.getValue()));
        }
        return answers;
      }
    } catch (OrtException e) {
      throw refused(e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(Tensor tensor) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    if (tensor.type().isFloat()) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), shape);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(tensor.data().byteSize()));
    MemorySegment.ofBuffer(bytes).copyFrom(tensor.data());
    OnnxJavaType type =
        switch (tensor.type()) {
          case U8 -> OnnxJavaType.UINT8;
          case I8 -> OnnxJavaType.INT8;
          case I32 -> OnnxJavaType.INT32;
          case I64 -> OnnxJavaType.INT64;
          case BOOL -> OnnxJavaType.BOOL;
          case F32, F16, BF16 -> throw new AssertionError(tensor);
        };
    return OnnxTensor.createTensor(environment, bytes.order(ByteOrder.nativeOrder()), shape, type);
  }

  /** A tensor of floats, integers or booleans. */
  private static Tensor tensor(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    ElementType type =
        switch (tensor.getInfo().type) {
          case UINT8 -> ElementType.U8;
          case INT8 -> ElementType.I8;
          case INT32 -> ElementType.I32;
          case INT64 -> ElementType.I64;
          case BOOL -> ElementType.BOOL;
          case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> ElementType.F32;
          default ->
              throw UserError.data(
                  "ONNX Runtime gives %s, which cannot be compared"
                      .formatted(tensor.getInfo().type),
                  "compare with a network whose outputs are floats, booleans or integers of 8, 32"
                      + " or 64 bits");
        };
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      DoubleBuffer buffer = tensor.getDoubleBuffer();
      float[] values = new float[buffer.remaining()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) buffer.get(i);
      }
      return Tensor.of(values, shape);
    }
    if (type == ElementType.F32) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return Tensor.of(values, shape);
    }
    ByteBuffer buffer = tensor.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Tensor.of(type, MemorySegment.ofArray(bytes), shape);
  }

  private static UserError refused(OrtException e) {
    return UserError.data("ONNX Runtime refuses the network: " + e.getMessage(), "");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
