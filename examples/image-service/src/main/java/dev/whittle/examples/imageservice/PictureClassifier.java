package dev.whittle.examples.imageservice;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.picture.Picture;
import java.util.List;

/** Names what is in a picture; the {@code classify} of every compiled network is one. */
@FunctionalInterface
public interface PictureClassifier {
  /**
   * Classifies a picture; called by many threads at once.
   *
   * @param k how many answers, at most
   * @return the most probable classes, most probable first
   */
  List<Answer> classify(Picture picture, int k);
}
