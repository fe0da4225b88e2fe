package com.acme;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.picture.Picture;
import java.util.List;

/** Uses every kind of method that the generated class has. */
public final class Application {
  private final Brightness brightness = Brightness.load(Options.standard().withoutQuickStart());

  public String name(Picture picture) {
    List<Answer> answers = brightness.classify(picture, 1);
    return answers.getFirst().label();
  }

  public float[] scores(float[] images) {
    return brightness.run(images);
  }

  public Tensor scores(Tensor images) {
    return brightness.run(images);
  }

  public String lanes() {
    return brightness.model().name() + " " + brightness.model().lanes();
  }
}
