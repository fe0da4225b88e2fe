package dev.whittle.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime with all its optimisations, on a given number of threads. */
final class OnnxRuntime implements Contender {
  private final OrtSession session;
  private final OnnxTensor input;
  private final String inputName;

  OnnxRuntime(Path model, float[] values, long[] shape, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = environment.createSession(model.toString(), options);
    }
    this.inputName = session.getInputNames().iterator().next();
    this.input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public float[] run() {
    try (OrtSession.Result result = session.run(Map.of(inputName, input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] output = new float[buffer.remaining()];
      buffer.get(output);
      return output;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      input.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
