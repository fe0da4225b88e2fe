package dev.whittle.tests.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
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
      throw new IllegalStateException(e);
    } finally {
      arguments.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), shape);
  }

  private static Tensor tensor(OnnxTensor tensor) {
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Tensor.of(values, shape);
  }
}
