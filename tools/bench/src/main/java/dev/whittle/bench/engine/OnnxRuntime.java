package dev.whittle.bench.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.whittle.cli.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * ONNX Runtime with all its optimisations, on a given number of threads. Input and output are its
 * tensors outside the heap: nothing is copied.
 */
public final class OnnxRuntime implements Contender {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final FloatBuffer answer;

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
      this.session = session(model, threads, waiting);
      this.inputs =
          Map.of(
              session.getInputNames().iterator().next(),
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
      Map.Entry<String, NodeInfo> output = session.getOutputInfo().entrySet().iterator().next();
      TensorInfo type = (TensorInfo) output.getValue().getInfo();
      this.answer =
          ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * type.getNumElements()))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      this.outputs =
          Map.of(output.getKey(), OnnxTensor.createTensor(environment, answer, type.getShape()));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session for the file {@code model}. */
  static OrtSession session(Path model, int threads, Waiting waiting) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", waiting.allowed);
      return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    }
  }

  /**
   * Does nothing when ONNX Runtime is on the class path.
   *
   * @throws UserError when it is not
   */
  public static void requirePresent() {
    try {
      Objects.requireNonNull(OrtEnvironment.class.getName());
    } catch (NoClassDefFoundError e) {
      throw UserError.usage(
          "ONNX Runtime is not on the class path", "start ./whittle in a clone of the project");
    }
  }

  /** The version on the class path. */
  public static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public void run() {
    try (OrtSession.Result result = session.run(inputs, Set.of(), outputs)) {
      Objects.requireNonNull(result);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public float[] output() {
    float[] output = new float[answer.capacity()];
    answer.get(0, output);
    return output;
  }

  @Override
  public void close() {
    try {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
