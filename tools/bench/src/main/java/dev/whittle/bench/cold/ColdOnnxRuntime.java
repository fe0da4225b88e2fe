package dev.whittle.bench.cold;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same application on ONNX Runtime, with Whittle's reader of pictures. */
final class ColdOnnxRuntime {
  private ColdOnnxRuntime() {}

  /**
   * Answers.
   *
   * @param args the model, the picture, the threads, and the preprocessing: resize, crop height and
   *     width, channel order, scale, means and standard deviations
   */
  public static void main(String[] args) throws OrtException {
    Phases phases = new Phases();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    phases.end("environment");
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(Integer.parseInt(args[2]));
    OrtSession session = environment.createSession(args[0], options);
    phases.end("load");
    Preprocessing preprocessing = preprocessing(args);
    Picture picture = Picture.read(Path.of(args[1]));
    phases.end("picture");
    float[] values = new PictureInput(preprocessing).tensor(picture).floats();
    long[] shape = {
      1, preprocessing.order().channels(), preprocessing.cropHeight(), preprocessing.cropWidth()
    };
    OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    OrtSession.Result result =
        session.run(Map.of(session.getInputNames().iterator().next(), input));
    FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
    float[] output = new float[buffer.remaining()];
    buffer.get(output);
    Answer answer = Answer.best(output, List.of(), 1).getFirst();
    phases.end("run");
    phases.print(answer.index());
  }

  private static Preprocessing preprocessing(String[] args) {
    Preprocessing.ChannelOrder order = Preprocessing.ChannelOrder.valueOf(args[6]);
    List<Float> mean = new ArrayList<>();
    List<Float> std = new ArrayList<>();
    for (int i = 0; i < order.channels(); i++) {
      mean.add(Float.valueOf(args[8 + i]));
      std.add(Float.valueOf(args[8 + order.channels() + i]));
    }
    return new Preprocessing(
        Integer.parseInt(args[3]),
        Integer.parseInt(args[4]),
        Integer.parseInt(args[5]),
        order,
        Float.parseFloat(args[7]),
        mean,
        std);
  }
}
