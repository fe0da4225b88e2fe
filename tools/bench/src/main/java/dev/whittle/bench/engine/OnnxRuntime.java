package dev.whittle.bench.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime with all its optimisations, on a given number of threads. */
public final class OnnxRuntime implements Contender {
  private final OrtSession session;
  private final OnnxTensor input;
  private final String inputName;

  /** Whether its threads wait for work in a loop, which is its default, or sleep. */
  public enum Waiting {
    SPINNING("1"),
    SLEEPING("0");

    private final String allowed;

    Waiting(String allowed) {
      this.allowed = allowed;
    }
  }

  /** The network in the file {@code model}. */
  public OnnxRuntime(Path model, float[] values, long[] shape, int threads, Waiting waiting) {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", waiting.allowed);
        this.session = environment.createSession(model.toString(), options);
      }
      this.inputName = session.getInputNames().iterator().next();
      this.input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether ONNX Runtime is on the class path. */
  public static boolean isPresent() {
    try {
      return !OrtEnvironment.class.getName().isEmpty();
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /** The version on the class path. */
  public static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
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
