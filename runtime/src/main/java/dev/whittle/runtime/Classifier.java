package dev.whittle.runtime;

import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a model of one picture input and one output, and names the best of its answers. */
final class Classifier {
  private final Model model;
  private final PictureInput input;
  private final List<String> labels;

  Classifier(Model model) {
    this.model = model;
    int inputSize = model.inputSize();
    int classes = model.outputSize();
    String name = model.inputs().getFirst().name();
    this.input =
        model
            .preprocessing(name)
            .map(PictureInput::new)
            .orElseThrow(() ->
                new ModelException(
                    model.name(),
                    "does not say how a picture becomes its input " + name,
                    "declare the input's preprocessing"));
    if (input.size() != inputSize) {
      throw new ModelException(
          model.name(),
          "its preprocessing makes %d floats, its input %s has %d"
              .formatted(input.size(), name, inputSize),
          "crop to the input's height and width");
    }
    this.labels = model.labels(model.outputs().getFirst().name());
    if (!labels.isEmpty() && labels.size() != classes) {
      throw new ModelException(
          model.name(), "has %d labels for %d classes".formatted(labels.size(), classes), "");
    }
  }

  List<List<Answer>> classify(List<Picture> pictures, int k) {
    if (pictures.isEmpty()) {
      return List.of();
    }
    int classes = model.outputSize();
    float[] inputs = new float[Math.multiplyExact(pictures.size(), input.size())];
    float[] outputs = new float[Math.multiplyExact(pictures.size(), classes)];
    for (int i = 0; i < pictures.size(); i++) {
      input.write(pictures.get(i), inputs, i * input.size());
    }
    model.run(inputs, outputs);
    List<List<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      float[] scores = Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes);
      answers.add(Answer.best(scores, labels, k));
    }
    return answers;
  }
}
