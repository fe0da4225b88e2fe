package dev.whittle.tests.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Another engine's opinion: runs networks in ONNX Runtime, one thread, no graph rewriting. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** Thrown when ONNX Runtime does not take a model. */
  public static final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Refused(OrtException cause) {
      super(cause);
    }
  }

  /** The asked-for values of {@code graph}. */
  public static Map<Value, Tensor> run(
      Graph graph, Weights weights, Map<String, Tensor> inputs, Collection<Value> wanted) {
    Map<String, Tensor> found = run(OnnxExport.of(graph, weights, wanted).toBytes(), inputs);
    Map<Value, Tensor> values = new LinkedHashMap<>();
    wanted.forEach(v -> values.put(v, found.get(OnnxExport.name(graph, v))));
    return values;
  }

  /** The outputs of a model file. */
  public static Map<String, Tensor> run(Path model, Map<String, Tensor> inputs) {
    try {
      return run(Files.readAllBytes(model), inputs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The outputs of a model file's content. */
  public static Map<String, Tensor> run(byte[] model, Map<String, Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> arguments = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      try (OrtSession session = environment.createSession(model, options)) {
        for (String name : session.getInputNames()) {
          arguments.put(name, tensor(environment, inputs.get(name)));
        }
        try (OrtSession.Result result = session.run(arguments)) {
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          result.forEach(e -> outputs.put(e.getKey(), tensor((OnnxTensor) e.getValue())));
          return outputs;
        }
      }
    } catch (OrtException e) {
      throw new Refused(e);
    } finally {
      arguments.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(tensor.data().byteSize()));
    MemorySegment.ofBuffer(bytes).copyFrom(tensor.data());
    OnnxJavaType type =
        switch (tensor.type()) {
          case F32 -> OnnxJavaType.FLOAT;
          case I64 -> OnnxJavaType.INT64;
          case BOOL -> OnnxJavaType.BOOL;
          case U8 -> OnnxJavaType.UINT8;
          case I8 -> OnnxJavaType.INT8;
          case I32 -> OnnxJavaType.INT32;
          case F16, BF16 -> throw new IllegalArgumentException(tensor.toString());
        };
    return OnnxTensor.createTensor(environment, bytes.order(ByteOrder.nativeOrder()), shape, type);
  }

  private static Tensor tensor(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    ElementType type =
        switch (tensor.getInfo().type) {
          case FLOAT -> ElementType.F32;
          case INT64 -> ElementType.I64;
          case BOOL -> ElementType.BOOL;
          case UINT8 -> ElementType.U8;
          case INT8 -> ElementType.I8;
          case INT32 -> ElementType.I32;
          default -> throw new IllegalArgumentException(tensor.toString());
        };
    ByteBuffer buffer = tensor.getByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return Tensor.of(type, MemorySegment.ofArray(bytes), shape);
  }
}
